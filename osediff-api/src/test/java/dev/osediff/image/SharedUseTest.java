package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in other languages, in many threads and in interrupted ones. */
class SharedUseTest {
    @TempDir
    Path folder;

    /** Turkish has a dotless i, German a decimal comma; neither may reach file names or the test for cut files. */
    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "de-DE", "ar-EG", "ja-JP"})
    void theLanguageOfTheUserChangesNothing(String language) throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            BufferedImage image = EncodedFiles.noise(64, 64);
            for (String extension : new String[] {"TIFF", "tif", "PNG", "BMP", "JPG"}) {
                Path path = folder.resolve("picture." + extension);
                ImageFiles.write(image, path);
                assertEquals(64, ImageFiles.read(path).image().getWidth());
            }
            byte[] jpeg = EncodedFiles.encode(image, "jpg");
            Path half = Files.write(folder.resolve("half.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
            assertThrows(InvalidImageException.class, () -> ImageFiles.read(half));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void manyThreadsConvertOneImageAndReadAndWriteFiles() throws Exception {
        BufferedImage image = new BufferedImage(61, 47, BufferedImage.TYPE_INT_ARGB);
        Layouts.fillWithNoise(image);
        Path shared = folder.resolve("shared.png");
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Path own = folder.resolve("own" + i + ".png");
                runs.add(threads.submit(() -> {
                    ImageFiles.write(image, own);
                    ImageFiles.write(image, shared);
                    assertSamePixels(image, ImageFiles.read(own).image());
                    assertSamePixels(image, ImageFiles.read(shared).image());
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
        try (var files = Files.list(folder)) {
            assertEquals(65, files.count());
        }
    }

    /** A thread that is interrupted writes and reads on; whoever asked for the interrupt finds it. */
    @Test
    void anInterruptDoesNotHurtFiles() {
        BufferedImage image = EncodedFiles.noise(40, 40);
        Path path = folder.resolve("picture.png");
        Thread.currentThread().interrupt();
        try {
            ImageFiles.write(image, path);
            assertSamePixels(image, ImageFiles.read(path).image());
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt was swallowed");
        }
    }

    private static void assertSamePixels(BufferedImage expected, BufferedImage found) {
        int width = expected.getWidth();
        int height = expected.getHeight();
        assertArrayEquals(
                expected.getRGB(0, 0, width, height, null, 0, width),
                found.getRGB(0, 0, width, height, null, 0, width));
    }
}
