package dev.osediff.pipeline;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What lies between an autoencoder and the denoiser. Immutable.
 *
 * @param posterior whether the encoder gives a distribution, [1, 2z, h, w]: means first, then logarithms of variances
 * @param scale factor from the autoencoder's latent to the denoiser's (scaling_factor of Stable Diffusion)
 */
public record LatentForm(boolean posterior, float scale) {
    /** The encoder's output is the denoiser's input. */
    public static final LatentForm PLAIN = new LatentForm(false, 1);

    private static final float LEAST_LOG_VARIANCE = -30;
    private static final float MOST_LOG_VARIANCE = 20;

    /** Returns the channels of the encoder's output. */
    int encodedChannels(int latentChannels) {
        return posterior ? 2 * latentChannels : latentChannels;
    }

    /**
     * Returns the denoiser's latent: the mean times the scale, or with a seed a sample
     * (mean + exp(½ · logvar) · noise) · scale, logvar clamped to −30 to 20 (osediff.md §1.4).
     *
     * @param encoded the encoder's output; may be reused
     */
    Tensor toLatent(Tensor encoded, OptionalLong seed) {
        if (!posterior) {
            return encoded;
        }
        int half = encoded.data().length / 2;
        float[] latent = Arrays.copyOf(encoded.data(), half);
        if (seed.isPresent()) {
            float[] noise = new float[half];
            new SeededRandom(seed.getAsLong()).fillGaussian(noise, 1);
            for (int i = 0; i < half; i++) {
                float logVariance = Math.max(LEAST_LOG_VARIANCE, Math.min(MOST_LOG_VARIANCE, encoded.data()[half + i]));
                latent[i] += (float) Math.exp(0.5 * logVariance) * noise[i];
            }
        }
        for (int i = 0; i < half; i++) {
            latent[i] *= scale;
        }
        return Tensor.of(latent, 1, encoded.dim(1) / 2, encoded.dim(2), encoded.dim(3));
    }
}
