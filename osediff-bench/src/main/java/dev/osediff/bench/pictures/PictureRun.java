package dev.osediff.bench.pictures;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.backend.Availability;
import dev.osediff.backend.Backends;
import dev.osediff.backend.Precision;
import dev.osediff.bench.machine.ProcessMemory;
import dev.osediff.bench.model.BenchModels;
import dev.osediff.bench.result.Measure;
import dev.osediff.error.OsediffException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures one row of pictures in this process, or says why it cannot be measured. */
final class PictureRun {
    private static final double GIGA = 1e9;

    private PictureRun() {}

    /** Returns the row's measure. */
    static List<Measure> measure(PictureRow row) {
        Availability availability = Backends.byName(row.backend()).availability();
        if (!availability.available()) {
            return row.absent(availability.detail());
        }
        SuperResolver.Builder builder = SuperResolver.builder()
                .backend(row.backend())
                .precision(Precision.valueOf(row.precision().toUpperCase(Locale.ROOT)))
                .threads(row.threads());
        if (!row.model().equals(BenchModels.EMBEDDED)) {
            builder.model(Path.of(row.model()));
        }
        try (SuperResolver resolver = builder.build()) {
            return List.of(new Measure(
                    row.group(),
                    row.subject(),
                    row.mainItem(),
                    seconds(row, resolver),
                    row.megapixels(),
                    Measure.MEGAPIXEL,
                    ProcessMemory.peakBytes(),
                    ""));
        }
    }

    private static List<Double> seconds(PictureRow row, SuperResolver resolver) {
        UpscaleOptions.Builder options = UpscaleOptions.builder().scale(PictureRow.SCALE);
        UpscaleOptions chosen = (row.tile() == 0 ? options : options.tileSize(row.tile())).build();
        BufferedImage picture = noise(row.side() / PictureRow.SCALE);
        List<Double> seconds = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(row.callers());
        try {
            for (int i = 0; i < row.warmup() + row.runs(); i++) {
                long start = System.nanoTime();
                enlarge(callers, row, () -> resolver.upscale(picture, chosen).image());
                if (i >= row.warmup()) {
                    seconds.add((System.nanoTime() - start) / GIGA);
                }
            }
        } finally {
            callers.shutdownNow();
        }
        return seconds;
    }

    /** One picture for each caller, all at the same time. */
    private static void enlarge(ExecutorService callers, PictureRow row, Callable<BufferedImage> call) {
        try {
            for (Future<BufferedImage> future : callers.invokeAll(Collections.nCopies(row.callers(), call))) {
                BufferedImage large = future.get();
                if (large.getWidth() != row.side() || large.getHeight() != row.side()) {
                    throw new IllegalStateException("made " + large);
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OsediffException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns a picture of random colours. */
    static BufferedImage noise(int side) {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
        new Random(1).nextBytes(((DataBufferByte) picture.getRaster().getDataBuffer()).getData());
        return picture;
    }
}
