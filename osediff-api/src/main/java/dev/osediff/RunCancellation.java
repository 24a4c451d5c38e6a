package dev.osediff;

import dev.osediff.backend.Cancellation;
import dev.osediff.error.CancelledException;
import dev.osediff.error.Problem;
import java.util.Optional;

/** Cancels a run when its token says so or when the thread that called {@code upscale} is interrupted. Thread-safe. */
final class RunCancellation implements Cancellation {
    private final Thread caller = Thread.currentThread();
    private final Optional<CancellationToken> token;
    private volatile boolean interrupted;

    /** Watches the current thread and a token. */
    RunCancellation(Optional<CancellationToken> token) {
        this.token = token;
    }

    @Override
    public void throwIfCancelled() {
        if (token.isPresent() && token.get().isCancelled()) {
            throw cancelled("a cancelled token", "Use a new token.");
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
