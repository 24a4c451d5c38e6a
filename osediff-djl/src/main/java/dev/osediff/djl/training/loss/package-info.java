/**
 * The losses of one-step distillation, written once over {@code TrainingOps}: squared error, LPIPS, variational score
 * distillation in latent space and on pictures, the regulariser's own loss, and adversarial losses. Each class states its
 * formula and where it is from.
 */
package dev.osediff.djl.training.loss;
