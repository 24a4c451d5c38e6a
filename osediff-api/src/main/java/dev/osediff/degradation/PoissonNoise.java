package dev.osediff.degradation;

/** The deviation of a Poisson number of photons from its mean. */
final class PoissonNoise {
    /** From this mean on, the Cornish-Fisher expansion is exact to a fraction of a photon. */
    private static final float LARGE_MEAN = 12;

    private PoissonNoise() {}

    /**
     * Writes scale · (Poisson(level · photons) / photons - level) for every level.
     *
     * @param levels samples in [0, 1] that are multiples of 1/255
     */
    static void fill(float[] noise, float[] levels, int photons, float scale, SeededRandom random) {
        double[] limits = new double[256];
        for (int i = 0; i < levels.length; i++) {
            float mean = levels[i] * photons;
            float count = mean < LARGE_MEAN
                    ? smallCount(mean, limits, Math.round(levels[i] * 255), random)
                    : largeCount(mean, random);
            noise[i] = scale * (count - mean) / photons;
        }
    }

    /** Knuth's method: how many uniform numbers multiply to no less than exp(-mean). */
    private static float smallCount(float mean, double[] limits, int level, SeededRandom random) {
        if (limits[level] == 0) {
            limits[level] = StrictMath.exp(-mean);
        }
        double limit = limits[level];
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static float largeCount(float mean, SeededRandom random) {
        float z = random.nextGaussian();
        return (float) Math.floor(mean + (float) Math.sqrt(mean) * z + (z * z - 1) / 6 + 0.5f);
    }
}
