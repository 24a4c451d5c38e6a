package dev.osediff.backend;

import dev.osediff.error.ClosedException;
import dev.osediff.error.Problem;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Counts the runs that use a resource and frees it once: after {@link #close()} no run may start, and when the last one has
 * ended the resource is freed. Thread-safe.
 */
public final class RunGate {
    private final String what;
    private final Runnable free;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);
    private int running;
    private boolean closed;
    private boolean freeing;
    private boolean freed;

    /**
     * Creates an open gate.
     *
     * @param what the resource, for error texts
     * @param free frees it; called once, with no run inside
     */
    public RunGate(String what, Runnable free) {
        this.what = what;
        this.free = free;
    }

    /** One run; to be closed on the thread that entered. */
    @FunctionalInterface
    public interface Run extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Starts a run.
     *
     * @throws ClosedException after {@link #close()}
     */
    public Run enter() {
        lock.lock();
        try {
            if (closed) {
                throw new ClosedException(new Problem(
                        what, "it has been closed", "calls before close()", "Create a new one, or close it later."));
            }
            running++;
            depth.set(depth.get() + 1);
            return this::leave;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a body between entering and leaving.
     *
     * @throws ClosedException after {@link #close()}
     */
    public <T> T run(Supplier<T> body) {
        Run run = enter();
        try {
            return body.get();
        } finally {
            run.close();
        }
    }

    private void leave() {
        int inside = depth.get() - 1;
        if (inside == 0) {
            depth.remove();
        } else {
            depth.set(inside);
        }
        lock.lock();
        try {
            running--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        freeIfDone();
    }

    /**
     * Lets no new run start, waits for the running ones, frees the resource. Later calls do nothing more than wait for the
     * first. Called from inside a run (a progress callback) it cannot wait for that run: it returns at once and the
     * resource is freed when the last run ends. An interrupt does not shorten the wait and is kept.
     */
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (depth.get() > 0) {
                return;
            }
            while (running > 0) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        freeIfDone();
        lock.lock();
        try {
            while (!freed) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void freeIfDone() {
        lock.lock();
        try {
            if (!closed || running > 0 || freeing) {
                return;
            }
            freeing = true;
        } finally {
            lock.unlock();
        }
        try {
            free.run();
        } finally {
            lock.lock();
            try {
                freed = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
