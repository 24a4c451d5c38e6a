/** What kinds of prompts are worth on the reader's pictures: the paper's Table 4, measured with any model folder. */
package dev.osediff.bench.prompts;
