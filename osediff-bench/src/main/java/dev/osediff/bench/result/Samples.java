package dev.osediff.bench.result;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Statistics of repeated times. The interval is that of the median by bootstrap: 2000 resamples with a fixed seed, 95 %, widened
 * to the whole range for fewer than six samples, for which resampling says too little. Times of several processes differ by more
 * than those of one, so their interval reaches from the lowest to the highest end of the processes' own intervals. Immutable.
 *
 * @param values at least one, seconds
 * @param processes that they come from, equally many from each, one after another
 */
public record Samples(List<Double> values, int processes) {
    private static final int RESAMPLES = 2000;
    private static final int ENOUGH = 6;
    private static final double TAIL = 0.025;

    /** Copies the list; refuses an empty one and values that are no numbers. */
    public Samples {
        values = List.copyOf(values);
        if (values.isEmpty() || values.stream().anyMatch(v -> !Double.isFinite(v))) {
            throw new IllegalArgumentException("at least one finite sample is needed, found " + values);
        }
        if (processes < 1 || values.size() % processes != 0) {
            throw new IllegalArgumentException(values.size() + " samples from " + processes + " processes");
        }
    }

    /** Samples of one process. */
    public Samples(List<Double> values) {
        this(values, 1);
    }

    /** Returns the median. */
    public double median() {
        return quantile(sorted(values), 0.5);
    }

    /** Returns the smallest value. */
    public double min() {
        return sorted(values)[0];
    }

    /** Returns the lower end of the median's interval. */
    public double low() {
        return end(TAIL);
    }

    /** Returns the upper end of the median's interval. */
    public double high() {
        return end(1 - TAIL);
    }

    private double end(double share) {
        int each = values.size() / processes;
        DoubleStream ends = IntStream.range(0, processes)
                .mapToDouble(i -> endOfProcess(values.subList(i * each, (i + 1) * each), share));
        return (share < 0.5 ? ends.min() : ends.max()).orElseThrow();
    }

    private static double endOfProcess(List<Double> times, double share) {
        double[] sorted = sorted(times);
        if (sorted.length < ENOUGH) {
            return sorted[share < 0.5 ? 0 : sorted.length - 1];
        }
        SplittableRandom random = new SplittableRandom(1);
        double[] medians = IntStream.range(0, RESAMPLES)
                .mapToDouble(i -> quantile(
                        random.ints(sorted.length, 0, sorted.length)
                                .mapToDouble(k -> sorted[k])
                                .sorted()
                                .toArray(),
                        0.5))
                .sorted()
                .toArray();
        return quantile(medians, share);
    }

    private static double[] sorted(List<Double> times) {
        return times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
