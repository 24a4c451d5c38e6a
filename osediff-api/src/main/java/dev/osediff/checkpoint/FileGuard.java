package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Watches a file while it is read. A mapped file that somebody else cuts reads as zeros up to the end of a page and
 * raises an {@link InternalError} after it, which the JVM may deliver late; both become a typed error here. A file that
 * was deleted or replaced under its name is not cut: its old content stays mapped.
 */
final class FileGuard {
    /** The guard of bytes that no file is behind. */
    static final FileGuard NONE = new FileGuard(null, 0, null);

    /** What the JVM calls an access to a page that is not there. */
    private static final String FAULT = "unsafe memory access";

    private static final int LATE_ROWS = 16;

    private final Path path;
    private final long size;
    private final Object fileKey;

    private FileGuard(Path path, long size, Object fileKey) {
        this.path = path;
        this.size = size;
        this.fileKey = fileKey;
    }

    /** Remembers which file a path names and its size. */
    static FileGuard of(Path path, long size) throws IOException {
        return new FileGuard(
                path,
                size,
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    /** Runs a reader and checks that the file is whole before and was whole until it ended. */
    <T> T watch(Supplier<T> reader) {
        if (path == null) {
            return reader.get();
        }
        try {
            return readWhole(reader);
        } catch (InternalError e) {
            if (e.getMessage() == null || !e.getMessage().contains(FAULT)) {
                throw e;
            }
            throw cut(sizeLeft(), e);
        } catch (UncheckedIOException e) {
            throw cut(sizeLeft(), e);
        }
    }

    private <T> T readWhole(Supplier<T> reader) {
        requireWhole();
        T result;
        try {
            result = reader.get();
        } finally {
            awaitLateError();
        }
        requireWhole();
        return result;
    }

    private void requireWhole() {
        long left = sizeLeft();
        if (left < size) {
            throw cut(left, null);
        }
    }

    /**
     * Lets the JVM deliver an error that it still holds back: it does so when compiled code calls into it, as it must to
     * allocate a nested array of more rows than it would allocate one by one.
     */
    private static byte[][] awaitLateError() {
        return new byte[LATE_ROWS][1];
    }

    private long sizeLeft() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return Objects.equals(fileKey, now.fileKey()) ? now.size() : size;
        } catch (IOException e) {
            return size;
        }
    }

    private ModelException cut(long left, Throwable cause) {
        String found = left < size ? "the file ended at byte " + left : "a page that cannot be read";
        return new ModelException(
                new Problem(
                        "reading " + path,
                        found,
                        size + " bytes, as when it was opened",
                        "Do not change a checkpoint while it is open; check the disk, and open it again."),
                cause);
    }
}
