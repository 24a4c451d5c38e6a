package dev.osediff.backend.plain;

import dev.osediff.backend.Cancellation;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs the numbered parts of one operation on the calling thread and on helpers from a pool that all runs share: one per
 * processor at most, so more threads than processors change nothing. A part must not wait for another part. The
 * parts of an operation do not depend on how many threads there are, and no two of them write the same values. Thread-safe.
 */
final class Workers {
    private static final long IDLE_SECONDS = 5;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ExecutorService POOL = pool();

    private final int threads;
    private final Cancellation cancellation;

    Workers(int threads, Cancellation cancellation) {
        this.threads = threads;
        this.cancellation = cancellation;
    }

    private static ExecutorService pool() {
        int most = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Workers::thread);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "osediff-java-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs parts 0 to count - 1, each once, and returns when all have ended. What a part or the cancellation throws ends
     * the operation and is thrown here, once no part runs any more.
     */
    void run(int count, IntConsumer part) {
        Job job = new Job(count, part, cancellation);
        int helpers = Math.min(threads, count) - 1;
        for (int i = 0; i < helpers; i++) {
            POOL.execute(job);
        }
        job.run();
        job.await();
    }

    /** Like {@link #run(int, IntConsumer)} for the ranges of a long loop. */
    void range(int length, int grain, Range body) {
        run((length + grain - 1) / grain, i -> body.run(i * grain, Math.min(length, (i + 1) * grain)));
    }

    /** A loop from (inclusive) to to (exclusive). */
    @FunctionalInterface
    interface Range {
        void run(int from, int to);
    }

    /** One operation; helpers that come late find nothing to do. */
    private static final class Job implements Runnable {
        private final int count;
        private final IntConsumer part;
        private final Cancellation cancellation;
        private final AtomicInteger next = new AtomicInteger();
        private int ended;
        private Throwable failure;

        Job(int count, IntConsumer part, Cancellation cancellation) {
            this.count = count;
            this.part = part;
            this.cancellation = cancellation;
        }

        @Override
        public void run() {
            int done = 0;
            Throwable thrown = null;
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                if (thrown == null) {
                    thrown = attempt(i);
                }
                done++;
            }
            if (done > 0) {
                end(done, thrown);
            }
        }

        private Throwable attempt(int i) {
            if (failed()) {
                return null;
            }
            try {
                cancellation.throwIfCancelled();
                part.accept(i);
                return null;
            } catch (RuntimeException | Error e) {
                synchronized (this) {
                    failure = failure == null ? e : failure;
                }
                return e;
            }
        }

        private synchronized boolean failed() {
            return failure != null;
        }

        private synchronized void end(int done, Throwable thrown) {
            if (thrown != null && failure != thrown) {
                failure.addSuppressed(thrown);
            }
            ended += done;
            notifyAll();
        }

        /** Waits for parts that helpers still compute: they write into the caller's arrays, so an interrupt must not end it. */
        synchronized void await() {
            boolean interrupted = false;
            while (ended < count) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }
}
