package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;

/** A frozen encoder from pictures to latents, scaled as the denoisers' latents are. */
public interface LatentEncoder {
    /**
     * Encodes.
     *
     * @param image [N, 3, H, W] in [-1, 1], float32
     * @param frozen cursor at the root of the parameters that stay
     * @return the latent's mean [N, C, h, w], float32, with gradient
     */
    <T> T encode(TrainingOps<T> ops, Weights<T> frozen, T image);
}
