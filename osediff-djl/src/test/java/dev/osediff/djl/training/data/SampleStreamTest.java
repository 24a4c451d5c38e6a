package dev.osediff.djl.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.degradation.DegradationPreset;
import dev.osediff.error.CancelledException;
import dev.osediff.error.ClosedException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStreamTest {
    private static final SampleConfig CONFIG = SampleConfig.pairs(3, 48, 9).withGeneratedPictures(4);

    @Test
    void batchesHaveTheStatedShapeAndRange() {
        try (SampleStream stream = SampleStream.open(CONFIG, PhotoSet.empty(), 0)) {
            for (int i = 0; i < 5; i++) {
                Batch batch = stream.next();
                assertEquals(i, batch.index());
                assertEquals(3 * 3 * 48 * 48, batch.high().length);
                assertEquals(batch.high().length, batch.low().length);
                for (int k = 0; k < batch.high().length; k++) {
                    assertTrue(Math.abs(batch.high()[k]) <= 1 && Math.abs(batch.low()[k]) <= 1);
                }
            }
        }
    }

    @Test
    void aStreamThatResumesGivesTheSameBatchesWithAnyNumberOfThreads() {
        try (SampleStream whole = SampleStream.open(CONFIG, PhotoSet.empty(), 0);
                SampleStream resumed = SampleStream.open(CONFIG.withPrefetchThreads(3), PhotoSet.empty(), 4)) {
            for (int i = 0; i < 4; i++) {
                whole.next();
            }
            for (int i = 4; i < 9; i++) {
                Batch expected = whole.next();
                Batch found = resumed.next();
                assertEquals(i, found.index());
                assertArrayEquals(expected.high(), found.high());
                assertArrayEquals(expected.low(), found.low());
            }
        }
    }

    @Test
    void batchesAndSamplesDifferFromEachOther() {
        try (SampleStream stream = SampleStream.open(CONFIG, PhotoSet.empty(), 0)) {
            float[] first = stream.next().high();
            assertFalse(Arrays.equals(first, stream.next().high()));
            int sample = first.length / 3;
            assertFalse(
                    Arrays.equals(Arrays.copyOfRange(first, 0, sample), Arrays.copyOfRange(first, sample, 2 * sample)));
        }
    }

    @Test
    void theDegradedCropShowsTheSamePlaceAsTheGoodOne() {
        SampleConfig clean = CONFIG.withDegradations(
                List.of(new SampleConfig.DegradationShare(1, DegradationPreset.EVALUATION_CLEAN.config())), 1);
        try (SampleStream stream = SampleStream.open(clean, PhotoSet.empty(), 0)) {
            Batch batch = stream.next();
            double aligned = 0;
            double shifted = 0;
            for (int i = 0; i < batch.high().length - 2; i++) {
                aligned += Math.abs(batch.high()[i] - batch.low()[i]);
                shifted += Math.abs(batch.high()[i + 2] - batch.low()[i]);
            }
            assertTrue(aligned < 0.8 * shifted, aligned + " against " + shifted);
        }
    }

    @Test
    void aStreamOfGoodPicturesHasNoDegradedOnes() {
        SampleConfig config = SampleConfig.highOnly(2, 64, 1).withGeneratedPictures(2);
        try (SampleStream stream = SampleStream.open(config, PhotoSet.empty(), 0)) {
            Batch batch = stream.next();
            assertEquals(0, batch.low().length);
            assertEquals(2 * 3 * 64 * 64, batch.high().length);
        }
    }

    @Test
    void theAskedShareOfCropsComesFromPhotographs(@TempDir Path root) throws IOException {
        TrainingPhotograph photograph = new TrainingPhotograph("red.png", "package", "author", "CC0-1.0");
        BufferedImage red = new BufferedImage(80, 80, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 80 * 80; i++) {
            red.setRGB(i % 80, i / 80, 0xFF0000);
        }
        ImageIO.write(red, "png", root.resolve("red.png").toFile());
        PhotoSet photos = PhotoSet.load(List.of(photograph), root);
        SampleConfig config = SampleConfig.highOnly(200, 8, 4).withGeneratedPictures(2);
        int found = 0;
        try (SampleStream stream = SampleStream.open(config, photos, 0)) {
            float[] high = stream.next().high();
            for (int b = 0; b < 200; b++) {
                int at = b * 3 * 64;
                found += high[at] == 1 && high[at + 64] == -1 && high[at + 128] == -1 ? 1 : 0;
            }
        }
        assertEquals(130, found, 25);
    }

    @Test
    void closingEndsTheThreadsAndRefusesFurtherBatches() {
        SampleStream stream = SampleStream.open(CONFIG, PhotoSet.empty(), 0);
        stream.next();
        stream.close();
        stream.close();
        assertThrows(ClosedException.class, stream::next);
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.isAlive() && thread.getName().equals(stream.threadName())));
    }

    @Test
    void anInterruptLosesNoBatch() {
        try (SampleStream stream = SampleStream.open(CONFIG, PhotoSet.empty(), 0)) {
            Thread.currentThread().interrupt();
            assertThrows(CancelledException.class, stream::next);
            assertTrue(Thread.interrupted());
            assertEquals(0, stream.next().index());
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SampleConfig.pairs(0, 64, 1));
        assertThrows(IllegalArgumentException.class, () -> SampleConfig.pairs(1, 300, 1));
        assertThrows(IllegalArgumentException.class, () -> CONFIG.withGeneratedPictures(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SampleConfig.DegradationShare(0, DegradationPreset.CLEAN.config()));
    }
}
