package dev.osediff.degradation;

/**
 * A closed interval from which a parameter is drawn uniformly.
 *
 * @param low the smallest value
 * @param high the largest value; equal to {@code low} for a fixed parameter
 */
public record Range(double low, double high) {
    /** Refuses an interval that is empty or not finite. */
    public Range {
        if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException("a range needs finite low <= high, found [" + low + ", " + high + "]");
        }
    }

    /** Returns the range that holds only {@code value}. */
    public static Range of(double value) {
        return new Range(value, value);
    }

    /** Draws a value uniformly; always takes exactly one number from the generator. */
    public double draw(SeededRandom random) {
        return low + (high - low) * random.nextDouble();
    }
}
