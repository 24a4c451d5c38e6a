package dev.osediff;

/**
 * A switch that ends runs early. Pass it with {@link UpscaleOptions.Builder#cancellation} and call {@link #cancel()} from
 * any thread: the runs end with {@link dev.osediff.error.CancelledException} within one tile. A token is cancelled once and
 * for all; cancelling twice, or after the run has ended, does nothing. Thread-safe.
 */
public final class CancellationToken {
    private volatile boolean cancelled;

    /** Asks the runs that hold this token to end. */
    public void cancel() {
        cancelled = true;
    }

    /** Tells whether {@link #cancel()} was called. */
    public boolean isCancelled() {
        return cancelled;
    }
}
