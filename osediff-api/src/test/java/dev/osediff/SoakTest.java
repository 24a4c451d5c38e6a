package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.model.RandomSmallModel;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many calls: {@code -Dosediff.soak.calls=10000} (profile {@code soak}), 300 where nothing is said. */
class SoakTest {
    private static final int CALLS = Integer.getInteger("osediff.soak.calls", 300);
    private static final int WARM_UP = 50;
    private static final long SLACK_BYTES = 16L << 20;
    private static final int SLACK_THREADS = 4;

    @Test
    void memoryAndThreadsStayFlat(@TempDir Path folder) throws InterruptedException {
        RandomSmallModel.write(folder);
        BufferedImage image = TestPictures.rgb(32, 32);
        try (SuperResolver resolver =
                SuperResolver.builder().model(folder).threads(2).build()) {
            for (int i = 0; i < WARM_UP; i++) {
                resolver.upscale(image);
            }
            long bytes = usedBytes();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            for (int i = 0; i < CALLS; i++) {
                resolver.upscale(image);
            }
            long grown = usedBytes() - bytes;
            int more = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
            assertTrue(grown < SLACK_BYTES, CALLS + " calls kept " + grown + " bytes");
            assertTrue(more < SLACK_THREADS, CALLS + " calls kept " + more + " threads");
        }
    }

    /** What stays after collections, the least of a few. */
    private static long usedBytes() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(20);
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
