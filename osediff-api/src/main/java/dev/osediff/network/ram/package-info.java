/** The picture tagger RAM (arXiv 2306.03514) and the Swin Transformer (arXiv 2103.14030) that it sees with. */
package dev.osediff.network.ram;
