package dev.osediff.checkpoint;

import com.google.common.io.CountingOutputStream;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Writes a file under a temporary name, computes its SHA-256 on the way, and moves it to its place when it is whole. */
final class AtomicOutput {
    private static final int BUFFER_BYTES = 1 << 16;

    private AtomicOutput() {}

    /** Writes the whole content. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Replaces a file.
     *
     * @throws OutputException if it cannot be written; an older file of that name is still whole then
     */
    static WrittenFile write(Path path, Content content) {
        Path temporary = path.resolveSibling("." + path.getFileName() + "-" + UUID.randomUUID() + ".part");
        try {
            WrittenFile written = writeTo(temporary, content);
            move(temporary, path);
            return written;
        } catch (IOException e) {
            deleteQuietly(temporary, e);
            throw new OutputException(
                    new Problem(
                            "writing " + path,
                            String.valueOf(e),
                            "a folder that can be written to",
                            "Check the folder, its rights and the free space."),
                    e);
        } catch (RuntimeException | Error e) {
            deleteQuietly(temporary, e);
            throw e;
        }
    }

    private static WrittenFile writeTo(Path temporary, Content content) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream file = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
                CountingOutputStream counted = new CountingOutputStream(new DigestOutputStream(file, digest));
                OutputStream out = new BufferedOutputStream(counted, BUFFER_BYTES)) {
            content.writeTo(out);
            out.flush();
            return new WrittenFile(counted.getCount(), HexFormat.of().formatHex(digest.digest()));
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static void move(Path temporary, Path path) throws IOException {
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path temporary, Throwable failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
