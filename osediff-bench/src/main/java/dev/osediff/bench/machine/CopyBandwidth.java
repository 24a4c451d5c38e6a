package dev.osediff.bench.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Times copies of arrays that no cache holds, one pair of arrays per thread. */
final class CopyBandwidth {
    private static final int LONGS = 16 << 20;

    private CopyBandwidth() {}

    /** Returns the bytes of one run, read and written, in units of 10⁹. */
    static double gigabytes(int threads) {
        return 2.0 * threads * LONGS * Long.BYTES / 1e9;
    }

    /** Returns the seconds of each run after one that does not count. */
    static List<Double> seconds(int threads, int runs) {
        List<long[]> from =
                IntStream.range(0, threads).mapToObj(i -> new long[LONGS]).toList();
        List<long[]> to =
                IntStream.range(0, threads).mapToObj(i -> new long[LONGS]).toList();
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run <= runs; run++) {
            long start = System.nanoTime();
            List<Thread> workers = IntStream.range(0, threads)
                    .mapToObj(i -> new Thread(() -> System.arraycopy(from.get(i), 0, to.get(i), 0, LONGS)))
                    .toList();
            workers.forEach(Thread::start);
            for (Thread worker : workers) {
                join(worker);
            }
            if (run > 0) {
                seconds.add((System.nanoTime() - start) / 1e9);
            }
        }
        return seconds;
    }

    private static void join(Thread worker) {
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
