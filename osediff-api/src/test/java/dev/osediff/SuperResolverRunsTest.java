package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.CancelledException;
import dev.osediff.error.ClosedException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.model.RandomSmallModel;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tiles, threads, progress, cancellation and close, on a model of random numbers. */
@Timeout(120)
class SuperResolverRunsTest {
    private static final int THREADS = 64;

    @TempDir
    private Path folder;

    private SuperResolver resolver;

    @BeforeEach
    void open() {
        RandomSmallModel.write(folder);
        resolver = SuperResolver.builder().model(folder).threads(2).build();
    }

    @AfterEach
    void close() {
        resolver.close();
    }

    @Test
    void tilesChangeNothingThatCanBeSeen() {
        BufferedImage image = TestPictures.rgb(150, 90);
        BufferedImage whole = resolver.upscale(image);
        for (int tile : new int[] {400, 448, 512}) {
            UpscaleResult tiled = resolver.upscale(
                    image, UpscaleOptions.builder().tileSize(tile).build());
            assertFalse(tiled.provenance().tilePlans().get("denoise").contains("1 x 1"), "tile " + tile);
            assertTrue(TestPictures.largestDifference(whole, tiled.image()) <= 1, "tile " + tile);
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        BufferedImage image = TestPictures.rgb(60, 45);
        BufferedImage expected = resolver.upscale(image);
        for (int threads : new int[] {1, 3, 8}) {
            try (SuperResolver other =
                    SuperResolver.builder().model(folder).threads(threads).build()) {
                assertEquals(0, TestPictures.largestDifference(expected, other.upscale(image)));
            }
        }
    }

    @Test
    void sixtyFourThreadsOnOneResolverGetEqualPictures() throws Exception {
        BufferedImage image = TestPictures.rgb(40, 30);
        BufferedImage expected = resolver.upscale(image);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<BufferedImage>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(pool.submit(() -> {
                    start.await();
                    return resolver.upscale(image);
                }));
            }
            start.countDown();
            for (Future<BufferedImage> result : results) {
                assertEquals(0, TestPictures.largestDifference(expected, result.get()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void progressRisesToOne() {
        List<Progress> heard = Collections.synchronizedList(new ArrayList<>());
        resolver.upscale(
                TestPictures.rgb(150, 90),
                UpscaleOptions.builder().tileSize(400).progress(heard::add).build());
        double last = 0;
        for (Progress progress : heard) {
            assertTrue(progress.fraction() >= last, heard.toString());
            last = progress.fraction();
        }
        assertEquals(1, last);
        assertTrue(heard.size() >= 9, heard.toString());
    }

    @Test
    void whatAListenerThrowsComesThroughAndTheResolverStaysUsable() {
        IllegalStateException failure = new IllegalStateException("no more");
        UpscaleOptions options = UpscaleOptions.builder()
                .progress(p -> {
                    throw failure;
                })
                .build();
        BufferedImage image = TestPictures.rgb(16, 16);
        assertSame(failure, assertThrows(IllegalStateException.class, () -> resolver.upscale(image, options)));
        assertEquals(64, resolver.upscale(image).getWidth());
    }

    @Test
    void aTokenCancelsARun() {
        CancellationToken token = new CancellationToken();
        List<Progress> heard = new ArrayList<>();
        UpscaleOptions options = UpscaleOptions.builder()
                .tileSize(400)
                .cancellation(token)
                .progress(p -> {
                    heard.add(p);
                    if (heard.size() == 3) {
                        token.cancel();
                    }
                })
                .build();
        assertThrows(CancelledException.class, () -> resolver.upscale(TestPictures.rgb(150, 90), options));
        assertEquals(3, heard.size(), "nothing may run after the cancellation");
    }

    @Test
    void endsWhenItsTimeIsOver() {
        UpscaleOptions brief =
                UpscaleOptions.builder().timeout(Duration.ofNanos(1)).build();
        CancelledException e =
                assertThrows(CancelledException.class, () -> resolver.upscale(TestPictures.rgb(32, 32), brief));
        assertTrue(e.problem().found().contains("time limit"), e.getMessage());
        UpscaleOptions ample =
                UpscaleOptions.builder().timeout(Duration.ofHours(1)).build();
        assertEquals(
                128, resolver.upscale(TestPictures.rgb(32, 32), ample).image().getWidth());
        for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(31))) {
            assertThrows(
                    InvalidOptionException.class, () -> UpscaleOptions.builder().timeout(bad));
        }
    }

    @Test
    void anInterruptCancelsAndIsKept() {
        UpscaleOptions options = UpscaleOptions.builder()
                .progress(p -> Thread.currentThread().interrupt())
                .build();
        assertThrows(CancelledException.class, () -> resolver.upscale(TestPictures.rgb(20, 20), options));
        assertTrue(Thread.interrupted());
        assertEquals(80, resolver.upscale(TestPictures.rgb(20, 20)).getWidth());
    }

    @Test
    void closeWaitsForARunWhichCompletes() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicReference<BufferedImage> result = new AtomicReference<>();
        UpscaleOptions options = UpscaleOptions.builder()
                .tileSize(400)
                .progress(p -> running.countDown())
                .build();
        Thread thread = new Thread(() -> {
            result.set(resolver.upscale(TestPictures.rgb(150, 90), options).image());
            ended.set(true);
        });
        thread.start();
        running.await();
        resolver.close();
        thread.join();
        assertTrue(ended.get());
        assertEquals(600, result.get().getWidth());
    }

    @Test
    void afterCloseEverythingIsRefused() {
        resolver.close();
        resolver.close();
        assertThrows(ClosedException.class, () -> resolver.upscale(TestPictures.rgb(4, 4)));
        Path file = folder.resolve("x.png");
        assertThrows(ClosedException.class, () -> resolver.upscale(file, file, UpscaleOptions.defaults()));
    }
}
