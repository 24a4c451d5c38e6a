package dev.osediff.backend;

/** Asked often during a run, from the threads that compute. Cheap and thread-safe. */
@FunctionalInterface
public interface Cancellation {
    /** Never cancels. */
    Cancellation NONE = () -> {};

    /** Throws {@link dev.osediff.error.CancelledException} once the work should end; returns at once otherwise. */
    void throwIfCancelled();
}
