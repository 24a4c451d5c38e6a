package dev.osediff.network.quantised;

/**
 * A value of an engine that remembers which parameter it is.
 *
 * @param value the engine's own
 * @param key checkpoint key, or null if it is no parameter
 */
record VisitedValue<T>(T value, String key) {
    static <T> VisitedValue<T> of(T value) {
        return new VisitedValue<>(value, null);
    }
}
