package dev.osediff.tile;

/** Rounding to multiples. */
final class Alignment {
    private Alignment() {}

    /** Returns the largest multiple of {@code step} that is at most {@code value}; value at least 0. */
    static int down(int value, int step) {
        return value - value % step;
    }

    /** Returns the smallest multiple of {@code step} that is at least {@code value}; value at least 0. */
    static long up(long value, int step) {
        return (value + step - 1) / step * step;
    }

    /** Returns the quotient of two positive numbers, rounded up. */
    static int ceilDiv(int value, int divisor) {
        return (value - 1) / divisor + 1;
    }
}
