package dev.osediff.djl.training.loss;

import dev.osediff.degradation.SeededRandom;

/** How a latent turns into noise over time, and what networks of this kind predict. Implementations are immutable. */
public interface NoisePath {
    /**
     * Returns the mixture at a time.
     *
     * @throws dev.osediff.error.InvalidOptionException if the path has no such time
     */
    Mixture at(double time);

    /** Draws a time uniformly from low to high; always takes exactly one number. */
    double draw(SeededRandom random, double low, double high);
}
