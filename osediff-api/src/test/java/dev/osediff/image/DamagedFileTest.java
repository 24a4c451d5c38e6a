package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.OsediffException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is no picture or no whole one is refused with its name; nothing but a typed exception comes out. */
class DamagedFileTest {
    private static final ReadOptions LENIENT = ReadOptions.DEFAULT.withAcceptsTruncated(true);

    @TempDir
    Path folder;

    static Stream<Arguments> noPictures() {
        byte[] png = EncodedFiles.encode(EncodedFiles.noise(8, 8), "png");
        return Stream.of(
                arguments("nothing", new byte[0], "an empty file"),
                arguments("one byte", new byte[] {7}, "no decoder knows"),
                arguments("text", "Hello, picture!".getBytes(StandardCharsets.UTF_8), "no decoder knows"),
                arguments("zeros", new byte[4096], "no decoder knows"),
                arguments(
                        "SVG",
                        "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8),
                        "no decoder knows"),
                arguments("PDF", "%PDF-1.7\n".getBytes(StandardCharsets.UTF_8), "no decoder knows"),
                arguments("PNG signature", Arrays.copyOf(png, 8), ""),
                arguments("PNG to the middle of IHDR", Arrays.copyOf(png, 20), ""),
                arguments(
                        "PNG without IDAT",
                        EncodedFiles.png(EncodedFiles.pngHeader(8, 8, 8, 2), EncodedFiles.chunk("IEND", new byte[0])),
                        ""),
                arguments(
                        "PNG of an endless chunk",
                        EncodedFiles.withChunk(png, new byte[] {0x7f, -1, -1, -1, 't', 'E', 'X', 't'}),
                        ""),
                arguments("JPEG markers", new byte[] {-1, (byte) 0xd8, -1, (byte) 0xd9}, ""),
                arguments("GIF signature", "GIF89a".getBytes(StandardCharsets.US_ASCII), ""),
                arguments("BMP signature", "BM".getBytes(StandardCharsets.US_ASCII), ""),
                arguments("TIFF signature", new byte[] {'I', 'I', 42, 0}, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noPictures")
    void whatIsNoPictureIsRefused(String name, byte[] content, String found) throws IOException {
        Path path = Files.write(folder.resolve("picture.png"), content);
        for (ReadOptions options : new ReadOptions[] {ReadOptions.DEFAULT, LENIENT}) {
            InvalidImageException refused =
                    assertThrows(InvalidImageException.class, () -> ImageFiles.read(path, options));
            assertTrue(refused.problem().asked().contains(path.toString()), refused.getMessage());
            assertTrue(refused.problem().found().contains(found), refused.getMessage());
        }
    }

    @Test
    void whatIsNoRegularFileIsRefused() throws IOException {
        assertFound("nothing", folder.resolve("absent.png"));
        assertFound("a folder", folder);
        Path link = Files.createSymbolicLink(folder.resolve("link.png"), folder.resolve("absent.png"));
        assertFound("nothing", link);
        Path zero = Path.of("/dev/zero");
        if (Files.exists(zero)) {
            assertFound("a device or pipe", zero);
        }
    }

    private static void assertFound(String found, Path path) {
        for (Exception refused : new Exception[] {
            assertThrows(InvalidImageException.class, () -> ImageFiles.read(path)),
            assertThrows(InvalidImageException.class, () -> ImageFiles.probe(path))
        }) {
            assertEquals(path + ": found " + found, refused.getMessage().split(";")[0]);
        }
    }

    /** The decoders of the JDK fill what is missing, some without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tif"})
    void aFileCutAnywhereIsRefused(String format) throws IOException {
        byte[] whole = EncodedFiles.encode(EncodedFiles.noise(40, 30), format);
        for (int tenth = 1; tenth < 10; tenth++) {
            Path path = Files.write(folder.resolve("cut." + format), Arrays.copyOf(whole, whole.length * tenth / 10));
            assertThrows(OsediffException.class, () -> ImageFiles.read(path), tenth + " tenths");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aFileWithoutItsEndMarkerIsRefusedUnlessTruncatedFilesAreAccepted(String format) throws IOException {
        BufferedImage image = EncodedFiles.noise(40, 30);
        byte[] whole = EncodedFiles.encode(image, format);
        int marker = format.equals("png") ? 12 : 2;
        Path path = Files.write(folder.resolve("cut." + format), Arrays.copyOf(whole, whole.length - marker));
        InvalidImageException refused = assertThrows(InvalidImageException.class, () -> ImageFiles.read(path));
        assertTrue(refused.problem().nextStep().contains("accept truncated"), refused.getMessage());
        LoadedImage lenient = ImageFiles.read(path, LENIENT);
        assertFalse(lenient.warnings().isEmpty());
        Path complete = Files.write(folder.resolve("whole." + format), whole);
        assertArrayEquals(pixels(ImageFiles.read(complete).image()), pixels(lenient.image()));
    }

    @Test
    void aJpegCutInHalfIsReadWithAWarningWhereTruncatedFilesAreAccepted() throws IOException {
        byte[] whole = EncodedFiles.encode(EncodedFiles.noise(64, 64), "jpg");
        Path path = Files.write(folder.resolve("half.jpg"), Arrays.copyOf(whole, whole.length / 2));
        LoadedImage half = ImageFiles.read(path, LENIENT);
        assertEquals(64, half.image().getHeight());
        assertTrue(
                half.warnings().toString().toLowerCase().contains("premature end"),
                half.warnings().toString());
        Path complete = Files.write(folder.resolve("whole.jpg"), whole);
        int[] expected = pixels(ImageFiles.read(complete).image());
        assertArrayEquals(Arrays.copyOf(expected, 64 * 8), Arrays.copyOf(pixels(half.image()), 64 * 8));
    }

    /** Whatever bytes are changed: the picture of the right size, or a typed exception. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tif"})
    void changedBytesGiveAPictureOrATypedException(String format) throws IOException {
        byte[] whole = EncodedFiles.encode(EncodedFiles.noise(20, 12), format);
        ReadOptions options = ReadOptions.DEFAULT.withLimits(ImageLimits.DEFAULT.withMaxPixels(1_000_000));
        Random random = new Random(17);
        for (int round = 0; round < 150; round++) {
            byte[] changed = whole.clone();
            for (int i = 0; i <= round % 4; i++) {
                int range = round % 2 == 0 ? Math.min(64, changed.length) : changed.length;
                changed[random.nextInt(range)] = (byte) random.nextInt();
            }
            Path path = Files.write(folder.resolve("changed." + format), changed);
            try {
                LoadedImage read = ImageFiles.read(path, options);
                assertEquals(read.header().uprightWidth(), read.image().getWidth());
                assertEquals(read.header().uprightHeight(), read.image().getHeight());
            } catch (OsediffException e) {
                assertTrue(e.problem().asked().contains(path.toString()), e.getMessage());
            }
        }
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
