package dev.osediff.backend;

import dev.osediff.error.ClosedException;
import dev.osediff.error.Problem;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The life cycle that {@link CompiledNetwork} asks for: runs side by side, then one close that waits for them. Thread-safe. */
public final class RunLock {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final String what;
    private boolean closed;

    /**
     * Creates an open lock.
     *
     * @param what what runs, for error texts
     */
    public RunLock(String what) {
        this.what = what;
    }

    /**
     * Runs.
     *
     * @throws ClosedException after {@link #close}
     */
    public <T> T run(Supplier<T> body) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new ClosedException(new Problem(
                        "a run of " + what,
                        "it is closed",
                        "runs before close",
                        "Close it after the last run, or compile it again."));
            }
            return body.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for all runs, then frees; a second call does nothing. */
    public void close(Runnable free) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                free.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
