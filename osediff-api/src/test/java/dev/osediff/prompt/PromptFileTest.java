package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.OutputException;
import dev.osediff.error.PromptException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptFileTest {
    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("cat.txt"), bytes);
    }

    private void assertRefused(String found, Path file) {
        PromptException e = assertThrows(PromptException.class, () -> PromptFile.read(file));
        assertTrue(e.getMessage().contains(found), e.getMessage());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        PromptExtractor extractor = PromptExtractor.file(file);
        assertThrows(PromptException.class, () -> extractor.prompt(null, "words"));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("new/folder/cat.txt");
        PromptFile.write(file, "cat, grass, ,");
        assertEquals("cat, grass, ,\n", Files.readString(file));
        assertEquals("cat, grass, ,", PromptFile.read(file));
        PromptFile.write(file, "Straße 北京 \ud83d\ude00 \ud83d");
        assertEquals("Straße 北京 \ud83d\ude00 \ufffd", PromptFile.read(file));
        assertEquals("file cat.txt", PromptExtractor.file(file).name());
        assertEquals(
                "Straße 北京 \ud83d\ude00 \ufffd, sharp",
                PromptExtractor.file(file).prompt(null, "sharp"));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList(), "no temporary file is left");
        }
    }

    @Test
    void marksAndSpaceAroundTheTextAreLeftOut() throws IOException {
        assertEquals("a cat", PromptFile.read(file("\ufeff  a cat\r\n\n".getBytes(StandardCharsets.UTF_8))));
        assertEquals("", PromptFile.read(file(new byte[0])));
    }

    @Test
    void whatIsNoPromptIsRefused() throws IOException {
        assertRefused("no such file", folder.resolve("absent.txt"));
        assertRefused("not a file", Files.createDirectory(folder.resolve("folder.txt")));
        assertRefused("no UTF-8", file("Katze auf der Straße".getBytes(StandardCharsets.ISO_8859_1)));
        assertRefused("no UTF-8", file("a cat".getBytes(StandardCharsets.UTF_16)));
        assertRefused("no UTF-8", file(new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0xBD}));
        assertRefused("more than 65536 bytes", file(new byte[1 << 20]));
        assertEquals(
                PromptFile.MOST_BYTES,
                PromptFile.read(file("a".repeat(1 << 16).getBytes(StandardCharsets.UTF_8)))
                        .length());
    }

    @Test
    void whatCannotBeWrittenIsRefused() throws IOException {
        Path file = file(new byte[] {'a'});
        assertThrows(OutputException.class, () -> PromptFile.write(file.resolve("below/cat.txt"), "a cat"));
        assertThrows(OutputException.class, () -> PromptFile.write(file, "a".repeat(1 << 16)));
        assertEquals("a", Files.readString(file));
    }
}
