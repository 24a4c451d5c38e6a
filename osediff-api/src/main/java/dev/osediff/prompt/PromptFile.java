package dev.osediff.prompt;

import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A prompt in a text file beside others, as the reference script saves them. Stateless and thread-safe. */
public final class PromptFile {
    /** Longest file in bytes. */
    public static final int MOST_BYTES = 64 << 10;

    private PromptFile() {}

    /**
     * Reads a prompt; a byte order mark and white space around the text are left out.
     *
     * @throws PromptException if the file is missing, longer than {@link #MOST_BYTES}, or not UTF-8
     */
    public static String read(Path file) {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(file)) {
                throw unreadable(file, Files.exists(file) ? "not a file" : "no such file", "a text file", null);
            }
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
        } catch (IOException e) {
            throw unreadable(file, String.valueOf(e), "a file that can be read", e);
        }
        if (bytes.length > MOST_BYTES) {
            throw unreadable(file, "more than " + MOST_BYTES + " bytes", "at most " + MOST_BYTES + " bytes", null);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
        } catch (CharacterCodingException e) {
            throw unreadable(file, "bytes that are no UTF-8: " + e.getMessage(), "a text in UTF-8", e);
        }
    }

    /**
     * Writes a prompt in UTF-8 with a line's end, under a temporary name that is then moved. Halves of surrogate pairs, which
     * UTF-8 does not have, become U+FFFD. Makes the folder if there is none.
     *
     * @throws OutputException if it cannot be written, or is longer than {@link #MOST_BYTES}
     */
    public static void write(Path file, String prompt) {
        byte[] bytes = (PromptText.of(prompt).text() + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            throw unwritable(file, bytes.length + " bytes", "at most " + MOST_BYTES + " bytes", null);
        }
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            Path temporary = folder.resolve("." + file.getFileName() + "-" + UUID.randomUUID() + ".part");
            try {
                Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW);
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw unwritable(file, String.valueOf(e), "a folder that can be written to", e);
        }
    }

    private static PromptException unreadable(Path file, String found, String limit, Exception cause) {
        return new PromptException(
                new Problem("prompt file " + file, found, limit, "Mend the file, or let the fallback be none."), cause);
    }

    private static OutputException unwritable(Path file, String found, String limit, Exception cause) {
        return new OutputException(
                new Problem("prompt file " + file, found, limit, "Choose another folder for prompts."), cause);
    }
}
