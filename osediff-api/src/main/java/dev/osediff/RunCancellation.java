package dev.osediff;

import dev.osediff.backend.Cancellation;
import dev.osediff.error.CancelledException;
import dev.osediff.error.Problem;
import java.time.Duration;
import java.util.Optional;

/**
 * Cancels a run when its token says so, when its time is over, or when the thread that called {@code upscale} is
 * interrupted. Thread-safe.
 */
final class RunCancellation implements Cancellation {
    private final Thread caller = Thread.currentThread();
    private final Optional<CancellationToken> token;
    private final Optional<Duration> timeout;
    private final long start = System.nanoTime();
    private volatile boolean interrupted;

    /** Watches the current thread, a token and, from now on, the clock. */
    RunCancellation(Optional<CancellationToken> token, Optional<Duration> timeout) {
        this.token = token;
        this.timeout = timeout;
    }

    @Override
    public void throwIfCancelled() {
        if (token.isPresent() && token.get().isCancelled()) {
            throw cancelled("a cancelled token", "Use a new token.");
        }
        if (timeout.isPresent() && System.nanoTime() - start > timeout.get().toNanos()) {
            throw cancelled(
                    "no result after " + timeout.get().toMillis() + " ms, the time limit",
                    "Allow more time, or use a smaller picture or a quicker engine.");
        }
        if (caller.isInterrupted()) {
            interrupted = true;
            throw cancelled(
                    "an interrupt of the calling thread", "Clear the thread's interrupt flag before the next call.");
        }
    }

    /** Sets the caller's interrupt flag again if an interrupt ended the run, whoever may have cleared it since. */
    void keepInterrupt() {
        if (interrupted) {
            caller.interrupt();
        }
    }

    private static CancelledException cancelled(String found, String nextStep) {
        return new CancelledException(new Problem("upscale", found, "runs that nobody cancels", nextStep));
    }
}
