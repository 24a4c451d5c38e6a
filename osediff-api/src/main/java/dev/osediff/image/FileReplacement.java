package dev.osediff.image;

import dev.osediff.error.OsediffException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Replaces a file by a complete new one or not at all. */
final class FileReplacement {
    /** Writes the whole content to a path that does not exist yet. */
    interface Content {
        void writeTo(Path temporary) throws IOException;
    }

    private FileReplacement() {}

    /** Throws {@link OutputException} on failure; then the target is as before and the temporary file is gone. */
    static void replace(Path path, Content content) {
        Path target = followLink(path);
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw refused(path, "a folder", "a file name", "Give a file inside the folder.");
        }
        if (!Files.isDirectory(folder)) {
            throw refused(path, "no folder " + folder, "an existing folder", "Create the folder first.");
        }
        Path temporary = folder.resolve(".osediff-" + UUID.randomUUID() + ".part");
        try {
            content.writeTo(temporary);
            move(temporary, target);
        } catch (OsediffException e) {
            deleteQuietly(temporary, e);
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            deleteQuietly(temporary, e);
            throw Failures.ofWriting("output file " + path, e);
        } catch (Error e) {
            deleteQuietly(temporary, e);
            throw e;
        }
    }

    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path followLink(Path path) {
        try {
            return Files.isSymbolicLink(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            throw refused(path, "a link to nothing", "a file or a link to one", "Remove the link.");
        }
    }

    private static OutputException refused(Path path, String found, String limit, String nextStep) {
        return new OutputException(new Problem("output file " + path, found, limit, nextStep));
    }

    private static void deleteQuietly(Path temporary, Throwable failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
