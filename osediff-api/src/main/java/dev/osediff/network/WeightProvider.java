package dev.osediff.network;

/**
 * Where a {@link Weights} cursor gets its parameters from.
 *
 * @param <T> the value type of the {@link Ops} that the parameters are for
 */
public interface WeightProvider<T> {
    /**
     * Returns one parameter, already in the form its operations want.
     *
     * @param path full dotted checkpoint key
     * @param shape the shape that the network needs
     * @throws dev.osediff.error.ModelException if it is missing or has another shape
     */
    T fetch(String path, int... shape);

    /** Tells whether a parameter of that key exists. */
    boolean has(String path);
}
