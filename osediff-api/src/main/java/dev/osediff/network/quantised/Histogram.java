package dev.osediff.network.quantised;

import java.util.Arrays;

/**
 * How often values occur, in {@value #BINS} bins of equal width around 0. The width doubles whenever a value falls outside,
 * and neighbours are joined. Not thread-safe.
 */
final class Histogram {
    static final int BINS = 4096;

    /** Share of the values that {@link #withoutTails} cuts off at each end. */
    static final int CUT_ONE_IN = 10_000;

    private static final int HALF = BINS / 2;

    private final long[] counts = new long[BINS];
    private float width = Float.MIN_NORMAL;
    private float least = Float.POSITIVE_INFINITY;
    private float greatest = Float.NEGATIVE_INFINITY;

    /**
     * Counts values.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    void add(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("the value " + value);
            }
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        float most = Math.max(Math.abs(least), Math.abs(greatest));
        while (most >= width * HALF) {
            widen();
        }
        float scale = 1 / width;
        for (float value : values) {
            counts[HALF + (int) Math.floor(value * scale)]++;
        }
    }

    private void widen() {
        long[] joined = new long[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            joined[HALF + Math.floorDiv(bin - HALF, 2)] += counts[bin];
        }
        System.arraycopy(joined, 0, counts, 0, BINS);
        width *= 2;
    }

    boolean isEmpty() {
        return Arrays.stream(counts).allMatch(count -> count == 0);
    }

    float least() {
        return least;
    }

    float greatest() {
        return greatest;
    }

    /** Returns the sum of squared errors that levels make of these values, each taken as its bin's middle. */
    double squaredError(Quantisation levels) {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                double value = (bin - HALF + 0.5) * width;
                double error = value - levels.nearest((float) value);
                sum += counts[bin] * error * error;
            }
        }
        return sum;
    }

    /** Returns the levels from the least to the greatest value. */
    Quantisation wholeRange() {
        requireValues();
        return Quantisation.ofRange(least, greatest);
    }

    /** Returns the levels of what is left without one in {@value #CUT_ONE_IN} values at each end, rounded up to whole bins. */
    Quantisation withoutTails() {
        requireValues();
        long most = Arrays.stream(counts).sum() / CUT_ONE_IN;
        int low = 0;
        for (long below = counts[0]; below <= most; below += counts[low]) {
            low++;
        }
        int high = BINS - 1;
        for (long above = counts[high]; above <= most; above += counts[high]) {
            high--;
        }
        return Quantisation.ofRange(
                Math.max(least, (low - HALF) * width), Math.min(greatest, (high + 1 - HALF) * width));
    }

    private void requireValues() {
        if (isEmpty()) {
            throw new IllegalStateException("no value was counted");
        }
    }

    /**
     * Returns the levels that make the least squared error: of each end of the range, what is beyond a share of it is cut off
     * where finer levels for all the others are worth more.
     */
    Quantisation best() {
        Quantisation best = wholeRange();
        double bestError = squaredError(best);
        for (int low = SHARES; low > 0; low--) {
            for (int high = SHARES; high > 0; high--) {
                float from = Math.min(0, least) * low / SHARES;
                float to = Math.max(0, greatest) * high / SHARES;
                if (from == to) {
                    continue;
                }
                Quantisation levels = Quantisation.ofRange(from, to);
                double error = squaredError(levels);
                if (error < bestError) {
                    best = levels;
                    bestError = error;
                }
            }
            if (least >= 0) {
                break;
            }
        }
        return best;
    }

    /** Steps of the search at each end. */
    private static final int SHARES = 20;
}
