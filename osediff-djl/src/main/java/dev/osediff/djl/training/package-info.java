/** Trains the embedded model: losses written once over {@code TrainingOps}, stages, optimiser, resumable runs. */
package dev.osediff.djl.training;
