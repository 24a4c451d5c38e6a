package dev.osediff.djl.training.loss;

/**
 * What a one-step generator made of a batch, and what it was to make.
 *
 * @param latent the clean latent z_H [N, C, h, w], scaled as the denoisers' latents are, float32
 * @param image its picture [N, 3, H, W], float32
 * @param target the high-quality picture [N, 3, H, W] in [-1, 1], float32
 * @param <T> the implementation's value type
 */
public record OneStep<T>(T latent, T image, T target) {}
