/** Distils a one-step generator from a diffusion prior, as OSEDiff is trained (arXiv 2406.08177; osediff.md §2). */
package dev.osediff.djl.training.distillation;
