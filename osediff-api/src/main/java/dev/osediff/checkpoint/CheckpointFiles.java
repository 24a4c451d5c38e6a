package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens checkpoint files. */
final class CheckpointFiles {
    private static final int WINDOW_SHIFT = 30;

    /** Files up to this size are mapped. */
    private static final long LARGEST_MAPPED = 64L << 20;

    private CheckpointFiles() {}

    /**
     * Opens a file: a small one is mapped into memory and needs no file handle, a large one is read piece by piece, and one
     * outside the default file system is read into memory at once.
     *
     * @param kind what the file should be, for messages
     * @throws ModelException if it is no regular file or cannot be read
     */
    static CheckpointBytes open(Path path, String kind) {
        if (!Files.isRegularFile(path)) {
            String found =
                    Files.isDirectory(path) ? "a folder" : Files.exists(path) ? "a device or pipe" : "no such file";
            throw unreadable(path, kind, found, null);
        }
        try {
            if (path.getFileSystem() != FileSystems.getDefault()) {
                return CheckpointBytes.of(Files.readAllBytes(path), path.toString());
            }
            return Files.size(path) <= LARGEST_MAPPED ? map(path, WINDOW_SHIFT) : read(path);
        } catch (IOException e) {
            throw unreadable(path, kind, String.valueOf(e), e);
        }
    }

    /** Maps a file in windows that begin {@code 2^windowShift} bytes apart. An interrupt is kept for later. */
    static CheckpointBytes map(Path path, int windowShift) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return mapOnce(path, windowShift);
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Opens a file that is read piece by piece. */
    static CheckpointBytes read(Path path) throws IOException {
        long size = Files.size(path);
        return new CheckpointBytes(path.toString(), size, new ReadPieces(path), FileGuard.of(path, size));
    }

    private static CheckpointBytes mapOnce(Path path, int windowShift) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            FileGuard guard = FileGuard.of(path, size);
            return new CheckpointBytes(path.toString(), size, MappedPieces.map(channel, size, windowShift), guard);
        }
    }

    private static ModelException unreadable(Path path, String kind, String found, Exception cause) {
        return new ModelException(
                new Problem("reading " + path, found, "a readable " + kind, "Check the path and its rights."), cause);
    }
}
