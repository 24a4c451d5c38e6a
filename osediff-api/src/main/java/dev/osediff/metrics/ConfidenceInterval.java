package dev.osediff.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A mean and where it would lie for other pictures of the same kind: the percentile bootstrap (Efron 1979). Immutable.
 *
 * @param mean of the values
 * @param low lower end
 * @param high upper end
 * @param count number of values
 */
public record ConfidenceInterval(double mean, double low, double high, int count) {
    private static final int RESAMPLES = 2000;

    /**
     * Returns the interval that holds the mean with a probability of 0.95, from 2000 seeded resamplings: equal values give
     * equal intervals. One value has no width.
     *
     * @throws IllegalArgumentException for no values
     */
    public static ConfidenceInterval of95(double[] values, long seed) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Arrays.sort(means);
        double mean = Arrays.stream(values).average().getAsDouble();
        return new ConfidenceInterval(
                mean, means[(int) (0.025 * RESAMPLES)], means[(int) (0.975 * RESAMPLES) - 1], values.length);
    }
}
