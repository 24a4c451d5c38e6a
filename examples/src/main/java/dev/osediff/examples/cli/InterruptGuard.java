package dev.osediff.examples.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end cleanly on Ctrl-C: the JVM's shutdown first asks the command to stop and then waits, for a bounded
 * time, until it has. The JVM itself then returns 130 to the shell.
 */
final class InterruptGuard {
    private static final long LONGEST_WAIT_SECONDS = 60;

    private final Runnable cancel;
    private final CountDownLatch finished = new CountDownLatch(1);

    private InterruptGuard(Runnable cancel) {
        this.cancel = cancel;
    }

    /**
     * Runs a command under guard.
     *
     * @param cancel asks the body to stop; called from another thread, at most once
     * @return the body's exit code
     */
    static int run(Runnable cancel, Callable<Integer> body) throws Exception {
        InterruptGuard guard = new InterruptGuard(cancel);
        Thread hook = new Thread(guard::stop, "osediff-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return body.call();
        } finally {
            guard.finished.countDown();
            remove(hook);
        }
    }

    private void stop() {
        cancel.run();
        try {
            finished.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook runs and has just been told to end.
            Thread.yield();
        }
    }
}
