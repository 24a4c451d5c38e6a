package dev.osediff.djl.training.loss;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import java.util.List;

/**
 * Times drawn uniformly from a part of a path, one per sample, with noise of the latent's shape: the random inputs of the
 * losses on noisy latents. A function of seed and step; the noise is normal within ± 4.2. Immutable.
 *
 * @param path what times mean
 * @param low first time that is drawn
 * @param high last time that is drawn (on the straight path the limit)
 */
public record NoiseTimes(NoisePath path, double low, double high) {
    /** Inputs that a draw makes. */
    static final int INPUTS = 3;

    /** Those of distillation with Stable Diffusion: 2 % to 98 % of the schedule (osediff.md §2.4). */
    public static final NoiseTimes DISTILLATION = new NoiseTimes(EpsilonPath.STABLE_DIFFUSION, 20, 979);

    /** Those of the regulariser's own loss with Stable Diffusion: the whole schedule. */
    public static final NoiseTimes DIFFUSION = new NoiseTimes(EpsilonPath.STABLE_DIFFUSION, 0, 999);

    /**
     * Refuses times that the path does not have, and an empty range.
     *
     * @throws dev.osediff.error.InvalidOptionException naming the range
     */
    public NoiseTimes {
        Refused.unless(low <= high, "times of noise", low + " to " + high, "low <= high", "Swap the two.");
        path.at(low);
        path.at(high);
    }

    /**
     * Draws the inputs of one batch.
     *
     * @param latentShape [N, C, h, w]
     * @param timeChannels length of the denoiser's sinusoid
     * @param seed the run's seed
     * @param step makes the draw of each step another one
     * @return noise [N, C, h, w], coefficients [N, 6] ({@link Mixture}), sinusoid of the times [N, timeChannels]
     */
    public List<Tensor> draw(int[] latentShape, int timeChannels, long seed, long step) {
        SeededRandom random = new SeededRandom(SeededRandom.derive(seed, step));
        int samples = latentShape[0];
        float[] coefficients = new float[samples * Mixture.COEFFICIENTS];
        float[] timesteps = new float[samples];
        for (int n = 0; n < samples; n++) {
            Mixture mixture = path.at(path.draw(random, low, high));
            System.arraycopy(mixture.coefficients(), 0, coefficients, n * Mixture.COEFFICIENTS, Mixture.COEFFICIENTS);
            timesteps[n] = (float) mixture.timestep();
        }
        Tensor noise = Tensor.zeros(latentShape);
        random.fillGaussian(noise.data(), 1);
        return List.of(
                noise,
                Tensor.of(coefficients, samples, Mixture.COEFFICIENTS),
                SinusoidalEmbedding.of(timesteps, timeChannels));
    }

    /** Returns the shapes of what {@link #draw} returns. */
    public static List<int[]> shapes(int[] latentShape, int timeChannels) {
        return List.of(latentShape.clone(), new int[] {latentShape[0], Mixture.COEFFICIENTS}, new int[] {
            latentShape[0], timeChannels
        });
    }
}
