package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.osediff.error.ImageTooLargeException;
import dev.osediff.error.InvalidImageException;
import dev.osediff.error.OsediffException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that claim or inflate to more than is allowed are refused from their header: little memory is allocated. */
class BombImageTest {
    private static final long MAX_ALLOCATED_BYTES = 10_000_000;

    @TempDir
    Path folder;

    /** 100 MB of zeros, deflated once for all tests. */
    private static final class Inflating {
        static final byte[] ZEROS = EncodedFiles.deflate(new byte[100_000_000]);
    }

    private interface Action {
        void run() throws IOException;
    }

    /** Runs once before for the classes, then measures what this thread allocates. */
    private static long allocatedBytes(Action action) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        action.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @CsvSource({
        "png, 20000, 20000",
        "png, 40000, 40000",
        "png, 65535, 65535",
        "png, 2147483647, 1",
        "png, 1, 2147483647",
        "png, 2147483647, 2147483647",
        "bmp, 20000, 20000",
        "bmp, 20000, -20000",
        "gif, 20000, 20000",
        "gif, 65535, 65535",
        "jpg, 20000, 20000",
        "jpg, 65500, 65500",
        "tif, 20000, 20000",
        "tif, 65536, 1",
        "tif, 2147483647, 2147483647"
    })
    void aHeaderOfAHugeSizeIsRefusedBeforePixelsAreAllocated(String format, int width, int height) throws IOException {
        byte[] file = EncodedFiles.claiming(format, width, height);
        assertTrue(file.length < 4096, "the file is small itself");
        Path path = Files.write(folder.resolve("bomb." + format), file);
        long allocated = allocatedBytes(() -> {
            ImageTooLargeException refused = assertThrows(ImageTooLargeException.class, () -> ImageFiles.read(path));
            assertTrue(refused.problem().asked().contains(path.toString()), refused.getMessage());
            assertTrue(refused.problem().found().contains(width + " x " + Math.abs(height)), refused.getMessage());
        });
        assertTrue(allocated < MAX_ALLOCATED_BYTES, "allocated " + allocated);
        allocated = allocatedBytes(() ->
                assertThrows(ImageTooLargeException.class, () -> ImageFiles.read(new ByteArrayInputStream(file))));
        assertTrue(allocated < MAX_ALLOCATED_BYTES, "allocated " + allocated);
    }

    @ParameterizedTest
    @CsvSource({
        "bmp, 65535, 65535",
        "bmp, 2147483647, 2",
        "png, 0, 5",
        "png, 5, 0",
        "png, -1, 5",
        "png, 5, -2147483648",
        "bmp, 0, 5",
        "bmp, -3, 5",
        "bmp, 5, 0",
        "gif, 0, 5",
        "jpg, 0, 5",
        "jpg, 5, 0",
        "tif, 0, 5",
        "tif, 5, 0",
        "tif, -1, 5"
    })
    void aHeaderOfAnImpossibleSizeIsRefused(String format, int width, int height) throws IOException {
        Path path = Files.write(folder.resolve("empty." + format), EncodedFiles.claiming(format, width, height));
        long allocated = allocatedBytes(() -> assertThrows(OsediffException.class, () -> ImageFiles.read(path)));
        assertTrue(allocated < MAX_ALLOCATED_BYTES, "allocated " + allocated);
    }

    /** Zeros deflate a thousandfold: allowed where the limit allows it, refused just above. */
    @Test
    void theLimitCountsPixelsAndNotBytes() throws IOException {
        byte[] pixels = EncodedFiles.deflate(new byte[1501 * 1500]);
        byte[] png = EncodedFiles.png(
                EncodedFiles.pngHeader(1500, 1500, 8, 0),
                EncodedFiles.chunk("IDAT", pixels),
                EncodedFiles.chunk("IEND", new byte[0]));
        Path path = Files.write(folder.resolve("zeros.png"), png);
        ReadOptions exact = ReadOptions.DEFAULT.withLimits(ImageLimits.DEFAULT.withMaxPixels(1500 * 1500));
        ReadOptions below = ReadOptions.DEFAULT.withLimits(ImageLimits.DEFAULT.withMaxPixels(1500 * 1500 - 1));
        assertEquals(1500, ImageFiles.read(path, exact).image().getWidth());
        ImageTooLargeException refused = assertThrows(ImageTooLargeException.class, () -> ImageFiles.read(path, below));
        assertTrue(refused.problem().limit().contains("2249999 pixels"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zTXt", "iTXt", "iCCP", "eXIf"})
    void aTextOrProfileThatInflatesTo100MegabytesIsLeftOut(String type) throws IOException {
        byte[] inflating = Inflating.ZEROS;
        byte[] name = type.equals("iTXt") ? new byte[] {'n', 0, 1, 0, 0, 0} : new byte[] {'n', 0, 0};
        byte[] png = EncodedFiles.withChunk(
                EncodedFiles.encode(EncodedFiles.noise(9, 7), "png"),
                EncodedFiles.chunk(type, EncodedFiles.join(name, inflating)));
        Path path = Files.write(folder.resolve("inflating.png"), png);
        long allocated = allocatedBytes(
                () -> assertEquals(9, ImageFiles.read(path).image().getWidth()));
        assertTrue(allocated < 30_000_000, "allocated " + allocated);
    }

    @Test
    void aFileOfTooManyBytesIsRefusedUnread() throws IOException {
        byte[] png = EncodedFiles.encode(EncodedFiles.noise(40, 40), "png");
        Path path = Files.write(folder.resolve("long.png"), png);
        ImageLimits limits = new ImageLimits(10_000, 100, png.length - 1);
        ReadOptions options = ReadOptions.DEFAULT.withLimits(limits);
        ReadOptions tiny = ReadOptions.DEFAULT.withLimits(new ImageLimits(10_000, 100, 3));
        assertThrows(ImageTooLargeException.class, () -> ImageFiles.read(path, options));
        ReadOptions half = ReadOptions.DEFAULT.withLimits(new ImageLimits(10_000, 100, png.length / 2));
        assertThrows(ImageTooLargeException.class, () -> ImageFiles.read(new ByteArrayInputStream(png), half));
        assertThrows(ImageTooLargeException.class, () -> ImageFiles.read(new ByteArrayInputStream(png), tiny));
        ReadOptions enough = ReadOptions.DEFAULT.withLimits(new ImageLimits(10_000, 100, png.length));
        assertEquals(40, ImageFiles.read(path, enough).image().getWidth());
        assertEquals(
                40,
                ImageFiles.read(new ByteArrayInputStream(png), enough).image().getWidth());
    }

    /** A directory entry that claims two thousand million values. */
    @Test
    void aTiffEntryOfManyValuesAllocatesNothing() throws IOException {
        byte[] tiff = EncodedFiles.encode(EncodedFiles.noise(4, 4), "tif");
        EncodedFiles.putTiffCount(tiff, 273, 0x7fffffff);
        EncodedFiles.putTiffCount(tiff, 258, 0x7fffffff);
        Path path = Files.write(folder.resolve("entries.tif"), tiff);
        long allocated = allocatedBytes(() -> assertThrows(InvalidImageException.class, () -> ImageFiles.read(path)));
        assertTrue(allocated < MAX_ALLOCATED_BYTES, "allocated " + allocated);
    }
}
