package dev.osediff.color;

import java.util.Objects;

/**
 * Mean and spread of the samples of one channel, accumulated in double. Parts of a picture (bands, tiles without overlap)
 * are measured apart and merged, so that pictures larger than memory can be measured as they stream by. Immutable.
 *
 * @param count number of samples
 * @param mean arithmetic mean; 0 without samples
 * @param squaredDeviations sum of squared differences from the mean
 */
public record ChannelStatistics(long count, double mean, double squaredDeviations) {
    /** Statistics of no samples: the neutral element of {@link #merge}. */
    public static final ChannelStatistics EMPTY = new ChannelStatistics(0, 0, 0);

    /** Samples that are measured at once; each block is passed twice, so that large means cost no digits. */
    private static final int BLOCK = 4096;

    /** Measures a whole plane. */
    public static ChannelStatistics of(float[] plane) {
        return of(plane, 0, plane.length);
    }

    /**
     * Measures the samples from {@code from}, inclusive, to {@code to}, exclusive.
     *
     * @throws IndexOutOfBoundsException if the range is not within the plane
     */
    public static ChannelStatistics of(float[] plane, int from, int to) {
        Objects.checkFromToIndex(from, to, plane.length);
        ChannelStatistics all = EMPTY;
        for (int start = from; start < to; start += BLOCK) {
            all = all.merge(block(plane, start, Math.min(to, start + BLOCK)));
        }
        return all;
    }

    private static ChannelStatistics block(float[] plane, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += plane[i];
        }
        double mean = sum / (to - from);
        double squares = 0;
        for (int i = from; i < to; i++) {
            double deviation = plane[i] - mean;
            squares += deviation * deviation;
        }
        return new ChannelStatistics(to - from, mean, squares);
    }

    /**
     * Returns the statistics of both sets of samples together (Chan, Golub and LeVeque, "Updating formulae and a pairwise
     * algorithm for computing sample variances", 1979).
     */
    public ChannelStatistics merge(ChannelStatistics other) {
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        long total = Math.addExact(count, other.count);
        double delta = other.mean - mean;
        double share = (double) other.count / total;
        return new ChannelStatistics(
                total,
                mean + delta * share,
                squaredDeviations + other.squaredDeviations + delta * delta * count * share);
    }

    /** Returns the unbiased variance, divided by count − 1; 0 for fewer than two samples. */
    public double variance() {
        return count < 2 ? 0 : squaredDeviations / (count - 1);
    }
}
