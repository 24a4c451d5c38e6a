package dev.osediff.djl.training.data;

import dev.osediff.error.CancelledException;
import dev.osediff.error.ClosedException;
import dev.osediff.error.Problem;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An endless, seeded stream of training batches, prepared ahead by background threads. Batch i depends only on the
 * configuration, the photographs and i, so that a training run that stops after batch n goes on exactly with
 * {@code firstBatch} n. One thread at a time may call {@link #next}.
 */
public final class SampleStream implements AutoCloseable {
    private static final int BATCHES_AHEAD_PER_THREAD = 3;

    private static final AtomicLong STREAMS = new AtomicLong();

    private final String threadName = "osediff-samples-" + STREAMS.getAndIncrement();
    private final SampleMaker maker;
    private final ExecutorService executor;
    private final ArrayDeque<Future<Batch>> queue = new ArrayDeque<>();
    private long nextToSubmit;

    private SampleStream(SampleConfig config, PhotoSet photos, long firstBatch) {
        maker = new SampleMaker(config, photos);
        nextToSubmit = firstBatch;
        executor = Executors.newFixedThreadPool(config.prefetchThreads(), task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < BATCHES_AHEAD_PER_THREAD * config.prefetchThreads(); i++) {
            submit();
        }
    }

    /**
     * Opens a stream and starts to prepare batches.
     *
     * @param photos without any photograph that is large enough, all crops come from generated pictures
     * @param firstBatch number of the first batch, 0 for a new training run
     */
    public static SampleStream open(SampleConfig config, PhotoSet photos, long firstBatch) {
        return new SampleStream(config, photos, firstBatch);
    }

    /**
     * Returns the next batch; waits until it is ready.
     *
     * @throws ClosedException after {@link #close}
     * @throws CancelledException if the calling thread is interrupted; the batch is not lost
     */
    public synchronized Batch next() {
        if (executor.isShutdown()) {
            throw new ClosedException(new Problem(
                    "next training batch", "a closed sample stream", "an open one", "Open another at the same batch."));
        }
        try {
            Batch batch = queue.element().get();
            queue.remove();
            submit();
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    new Problem("next training batch", "an interrupt", "none", "Call again to go on."), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a training batch could not be made", e.getCause());
        }
    }

    /** Name of this stream's threads, as thread dumps show it. */
    String threadName() {
        return threadName;
    }

    private void submit() {
        long index = nextToSubmit++;
        queue.add(executor.submit(() -> maker.make(index)));
    }

    /** Stops the threads and waits for them; may be called more than once. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
