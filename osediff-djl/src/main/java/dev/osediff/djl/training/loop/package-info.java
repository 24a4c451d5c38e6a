/** What every training run shares: optimiser, one loop, state on disk, logs, listeners. Knows no model. */
package dev.osediff.djl.training.loop;
