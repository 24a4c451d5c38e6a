package dev.osediff.djl.training.loss;

import dev.osediff.degradation.SeededRandom;

/**
 * The straight line of rectified flow (arXiv 2209.03003): z_t = (1 − t)·z + t·n for t from 0 to 1, and networks predict
 * n − z. The clean latent's estimate is z_t − t·p. The embedded model's networks are of this kind.
 */
public enum StraightPath implements NoisePath {
    /** The only one. */
    INSTANCE;

    private static final int SINUSOID_SCALE = 1000;

    @Override
    public Mixture at(double time) {
        Refused.unless(
                time >= 0 && time <= 1, "time of the straight path", time, "0 to 1", "Draw times between 0 and 1.");
        return new Mixture(1 - time, time, 1, -time, -1, 1, SINUSOID_SCALE * time);
    }

    @Override
    public double draw(SeededRandom random, double low, double high) {
        return random.nextDouble(low, high);
    }
}
