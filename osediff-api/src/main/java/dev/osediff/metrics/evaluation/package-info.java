/** Measures folders of pictures against folders of truths. */
package dev.osediff.metrics.evaluation;
