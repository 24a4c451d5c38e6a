package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.OutputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets, formats and options that are refused, by name and before anything is written. */
class OutputRefusalTest {
    private static final BufferedImage IMAGE = EncodedFiles.noise(33, 21);

    @TempDir
    Path folder;

    private List<String> namesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFolderThatIsMissingOrNoFolderIsNamed() throws IOException {
        assertRefused(folder.resolve("absent").resolve("picture.png"), "no folder");
        Files.writeString(folder.resolve("file"), "text");
        assertRefused(folder.resolve("file").resolve("picture.png"), "no folder");
        Files.createDirectory(folder.resolve("picture.png"));
        assertRefused(folder.resolve("picture.png"), "a folder");
        assertEquals(List.of("file", "picture.png"), namesInFolder());
    }

    @Test
    void aFolderThatCannotBeWrittenToIsRefused() throws IOException {
        assumeTrue(folder.toFile().setWritable(false));
        try {
            assumeFalse(Files.isWritable(folder), "this user may write everywhere");
            assertRefused(folder.resolve("picture.png"), "denied");
        } finally {
            assertTrue(folder.toFile().setWritable(true));
        }
        assertEquals(List.of(), namesInFolder());
    }

    /** Also the administrator may not make files among the processes. */
    @Test
    void aFolderThatTakesNoFilesIsRefused() {
        Path processes = Path.of("/proc");
        assumeTrue(Files.isDirectory(processes));
        assertRefused(processes.resolve("picture.png"), "FileNotFoundException");
    }

    @Test
    void aNameThatIsTooLongIsRefused() throws IOException {
        assertRefused(folder.resolve("n".repeat(300) + ".png"), "");
        assertEquals(List.of(), namesInFolder());
    }

    private static void assertRefused(Path path, String found) {
        OutputException refused = assertThrows(OutputException.class, () -> ImageFiles.write(IMAGE, path));
        assertTrue(refused.problem().asked().contains(path.toString()), refused.getMessage());
        assertTrue(refused.problem().found().contains(found), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"picture", "picture.webp", "picture.", "png"})
    void anExtensionThatNamesNoFormatIsRefused(String name) throws IOException {
        InvalidOptionException refused =
                assertThrows(InvalidOptionException.class, () -> ImageFiles.write(IMAGE, folder.resolve(name)));
        assertTrue(refused.problem().limit().contains(".png, .jpg"), refused.getMessage());
        assertEquals(List.of(), namesInFolder());
    }

    @Test
    void nullIsRefusedByName() {
        Path path = folder.resolve("picture.png");
        assertThrows(InvalidImageException.class, () -> ImageFiles.write(null, path));
        assertThrows(InvalidOptionException.class, () -> ImageFiles.write(IMAGE, (Path) null));
        assertThrows(InvalidOptionException.class, () -> ImageFiles.write(IMAGE, path, null));
        assertThrows(InvalidOptionException.class, () -> ImageFiles.read((Path) null));
        assertThrows(InvalidOptionException.class, () -> ImageFiles.read(path, null));
        assertThrows(InvalidOptionException.class, () -> ImageFiles.probe(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101})
    void aJpegQualityOutsideTheRangeIsRefused(int quality) {
        InvalidOptionException refused =
                assertThrows(InvalidOptionException.class, () -> WriteOptions.DEFAULT.withJpegQuality(quality));
        assertEquals(String.valueOf(quality), refused.problem().found());
    }
}
