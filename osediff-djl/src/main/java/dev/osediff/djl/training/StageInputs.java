package dev.osediff.djl.training;

import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Completes a batch of pictures with the noise and times that a stage's loss wants; a function of seed and step. */
final class StageInputs {
    private static final double LATENT_NOISE = 0.03;

    private final SmallModelSizes sizes;
    private final Stage stage;
    private final long seed;

    StageInputs(SmallModelSizes sizes, Stage stage, long seed) {
        this.sizes = sizes;
        this.stage = stage;
        this.seed = seed;
    }

    /** Returns the shapes of what {@link #complete} returns. */
    List<int[]> shapes() {
        int[] picture = {stage.batch(), 3, stage.cropPixels(), stage.cropPixels()};
        int[] latent = latentShape();
        int[] time = {stage.batch(), sizes.unet().timeChannels()};
        return switch (stage.kind()) {
            case AUTOENCODER -> List.of(picture, latent);
            case PRIOR -> List.of(picture, latent, latent, latent, time);
            case ONE_STEP, FINISH, POLISH, REFINE, SETTLE -> List.of(picture, picture, time);
        };
    }

    /**
     * Returns the loss's inputs.
     *
     * @param high sharp pictures
     * @param low degraded and enlarged pictures; not looked at by stages without degradation
     * @param step makes the random choices
     */
    List<Tensor> complete(float[] high, float[] low, long step) {
        int[] picture = {stage.batch(), 3, stage.cropPixels(), stage.cropPixels()};
        RandomGenerator random = new SplittableRandom(seed ^ (step * 0x9E3779B97F4A7C15L));
        List<Tensor> inputs = new ArrayList<>();
        switch (stage.kind()) {
            case AUTOENCODER -> {
                inputs.add(Tensor.of(high, picture));
                inputs.add(noise(random, LATENT_NOISE));
            }
            case PRIOR -> {
                inputs.add(Tensor.of(high, picture));
                addFlow(inputs, random);
            }
            case ONE_STEP, FINISH, POLISH, REFINE, SETTLE -> {
                inputs.add(Tensor.of(low, picture));
                inputs.add(Tensor.of(high, picture));
                float[] times = new float[stage.batch()];
                Arrays.fill(times, 1000 * sizes.timestep());
                inputs.add(SinusoidalEmbedding.of(times, sizes.unet().timeChannels()));
            }
        }
        return inputs;
    }

    /** Adds 1 − t, t·n, n and the time's sinusoid; t from a logistic-normal, one per picture. */
    private void addFlow(List<Tensor> inputs, RandomGenerator random) {
        float[] times = new float[stage.batch()];
        Tensor noise = noise(random, 1);
        Tensor share = Tensor.zeros(latentShape());
        Tensor scaled = Tensor.zeros(latentShape());
        int each = noise.data().length / stage.batch();
        for (int n = 0; n < times.length; n++) {
            float t = (float) (1 / (1 + Math.exp(-random.nextGaussian())));
            times[n] = 1000 * t;
            for (int i = n * each; i < (n + 1) * each; i++) {
                share.data()[i] = 1 - t;
                scaled.data()[i] = t * noise.data()[i];
            }
        }
        inputs.add(share);
        inputs.add(scaled);
        inputs.add(noise);
        inputs.add(SinusoidalEmbedding.of(times, sizes.unet().timeChannels()));
    }

    private Tensor noise(RandomGenerator random, double deviation) {
        Tensor noise = Tensor.zeros(latentShape());
        float[] data = noise.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (deviation * random.nextGaussian());
        }
        return noise;
    }

    private int[] latentShape() {
        int side = stage.cropPixels() / sizes.autoencoder().downFactor();
        return new int[] {stage.batch(), sizes.autoencoder().latentChannels(), side, side};
    }
}
