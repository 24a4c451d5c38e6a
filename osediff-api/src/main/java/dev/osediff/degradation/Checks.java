package dev.osediff.degradation;

/** Checks that the configuration records share. */
final class Checks {
    private Checks() {}

    static void probability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " probability must be in [0, 1], found " + value);
        }
    }

    static void atLeast(String name, double limit, double value) {
        if (!(value >= limit) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be at least " + limit + ", found " + value);
        }
    }
}
