package dev.osediff.ort.backend;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.osediff.backend.Cancellation;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A run on a thread of its own, while the calling thread asks whether it should end: the engine cannot ask. The engine looks
 * at its flag between two nodes, so that a cancelled run ends with the node it is at.
 */
final class WatchedRun {
    private static final int QUESTION_MILLIS = 5;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "osediff-ort");
        thread.setDaemon(true);
        return thread;
    });

    private WatchedRun() {}

    /** Runs to the end; what the cancellation throws comes through once the engine has stopped. */
    static OrtSession.Result of(
            OrtSession session,
            Map<String, OnnxTensor> inputs,
            OrtSession.RunOptions options,
            Cancellation cancellation)
            throws OrtException {
        Future<OrtSession.Result> run = THREADS.submit(() -> session.run(inputs, options));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return run.get(QUESTION_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    cancellation.throwIfCancelled();
                } catch (InterruptedException e) {
                    interrupted = true;
                    // The question is asked with the flag set, as the caller left it.
                    Thread.currentThread().interrupt();
                    cancellation.throwIfCancelled();
                    Thread.interrupted();
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (RuntimeException | Error e) {
            stop(run, options, e);
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Tells the engine to stop and waits until it has. */
    private static void stop(Future<OrtSession.Result> run, OrtSession.RunOptions options, Throwable reason) {
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            reason.addSuppressed(e);
        }
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                run.get().close();
                break;
            } catch (ExecutionException e) {
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static OrtException unwrapped(ExecutionException e) throws OrtException {
        if (e.getCause() instanceof OrtException engine) {
            throw engine;
        }
        if (e.getCause() instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(e.getCause());
    }
}
