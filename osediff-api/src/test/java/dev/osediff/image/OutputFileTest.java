package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.MemoryBudgetException;
import dev.osediff.error.OutputException;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The target is replaced by a whole file or stays as it was, and nothing else is left in its folder. */
class OutputFileTest {
    private static final BufferedImage IMAGE = EncodedFiles.noise(33, 21);

    @TempDir
    Path folder;

    private List<String> namesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.png", "with space.jpeg", "Größe 😀.TIF", "upper.BMP", ".png.png", "a.b.c.JPG"})
    void aFileIsWrittenAndNothingElse(String name) throws IOException {
        Path path = folder.resolve(name);
        ImageFiles.write(IMAGE, path);
        assertEquals(33, ImageFiles.read(path).image().getWidth());
        assertEquals(List.of(name), namesInFolder());
    }

    @Test
    void anExistingFileIsReplacedEvenIfItIsTheSource() throws IOException {
        Path path = folder.resolve("picture.png");
        Files.writeString(path, "older");
        ImageFiles.write(IMAGE, path);
        ImageFiles.write(ImageFiles.read(path).image(), path);
        assertEquals(21, ImageFiles.read(path).image().getHeight());
        assertEquals(List.of("picture.png"), namesInFolder());
    }

    @Test
    void aLinkStaysAndItsTargetIsReplaced() throws IOException {
        Path target = Files.writeString(folder.resolve("target.png"), "older");
        Path link = Files.createSymbolicLink(folder.resolve("link.png"), Path.of("target.png"));
        ImageFiles.write(IMAGE, link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(33, ImageFiles.read(target).image().getWidth());
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.png"), Path.of("absent.png"));
        assertThrows(OutputException.class, () -> ImageFiles.write(IMAGE, dangling));
        assertEquals(List.of("dangling.png", "link.png", "target.png"), namesInFolder());
    }

    /** Stands for whatever goes wrong in the middle: a full disk, a memory error, a defect. */
    private static BufferedImage failing(Throwable failure) {
        BufferedImage image = new BufferedImage(33, 21, BufferedImage.TYPE_3BYTE_BGR);
        return new BufferedImage(image.getColorModel(), image.getRaster(), false, null) {
            @Override
            public Raster getData(Rectangle area) {
                throw rethrown();
            }

            @Override
            public Raster getTile(int x, int y) {
                throw rethrown();
            }

            @Override
            public WritableRaster getRaster() {
                throw rethrown();
            }

            private RuntimeException rethrown() {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void aFailureWhileWritingLeavesTheOlderFileAndNoOther(OutputFormat format) throws IOException {
        Path path = Files.writeString(folder.resolve("picture.png"), "older");
        WriteOptions options = WriteOptions.DEFAULT.withFormat(format);
        IllegalStateException defect = new IllegalStateException("broken picture");
        OutputException refused =
                assertThrows(OutputException.class, () -> ImageFiles.write(failing(defect), path, options));
        assertSame(defect, rootOf(refused));
        assertTrue(refused.getMessage().contains(path.toString()), refused.getMessage());
        assertThrows(
                MemoryBudgetException.class,
                () -> ImageFiles.write(failing(new OutOfMemoryError("test")), path, options));
        assertThrows(
                StackOverflowError.class,
                () -> ImageFiles.write(failing(new StackOverflowError("test")), path, options));
        assertEquals("older", Files.readString(path));
        assertEquals(List.of("picture.png"), namesInFolder());
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    @Test
    void aPathInsideAnArchiveIsWrittenAndRead() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("pictures.zip"), Map.of("create", "true"))) {
            Path inside = zip.getPath("picture.tif");
            ImageFiles.write(IMAGE, inside);
            assertEquals(33, ImageFiles.probe(inside).width());
            assertEquals(21, ImageFiles.read(inside).image().getHeight());
            try (Stream<Path> files = Files.list(zip.getPath("/"))) {
                assertEquals(1, files.count());
            }
        }
    }

    @Test
    void aStreamIsFlushedAndNotClosedAndItsFailureIsTheCause() {
        WriteOptions png = WriteOptions.DEFAULT.withFormat(OutputFormat.PNG);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("disk full");
            }
        };
        OutputException refused = assertThrows(OutputException.class, () -> ImageFiles.write(IMAGE, full, png));
        assertEquals("disk full", rootOf(refused).getMessage());
        assertThrows(
                InvalidOptionException.class,
                () -> ImageFiles.write(IMAGE, new ByteArrayOutputStream(), WriteOptions.DEFAULT));
        assertThrows(InvalidOptionException.class, () -> ImageFiles.write(IMAGE, (OutputStream) null, png));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new IllegalStateException("closed");
            }
        };
        ImageFiles.write(IMAGE, bytes, png);
        byte[] end = {'I', 'E', 'N', 'D'};
        byte[] written = bytes.toByteArray();
        assertArrayEquals(end, Arrays.copyOfRange(written, written.length - 8, written.length - 4));
    }
}
