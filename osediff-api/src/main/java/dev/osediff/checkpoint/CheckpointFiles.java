package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens checkpoint files. */
final class CheckpointFiles {
    private static final int WINDOW_SHIFT = 30;

    private CheckpointFiles() {}

    /**
     * Maps a file into memory; one outside the default file system is read into memory at once. No file handle stays
     * open.
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
            return path.getFileSystem() == FileSystems.getDefault()
                    ? map(path, WINDOW_SHIFT)
                    : CheckpointBytes.of(Files.readAllBytes(path), path.toString());
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

    private static CheckpointBytes mapOnce(Path path, int windowShift) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            FileGuard guard = FileGuard.of(path, size);
            long distance = 1L << windowShift;
            ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((size + distance - 1) / distance)];
            for (int i = 0; i < windows.length; i++) {
                long from = i * distance;
                long length = Math.min(distance + CheckpointBytes.PIECE_BYTES, size - from);
                windows[i] = channel.map(MapMode.READ_ONLY, from, length);
            }
            return new CheckpointBytes(path.toString(), size, windows, windowShift, guard);
        }
    }

    private static ModelException unreadable(Path path, String kind, String found, Exception cause) {
        return new ModelException(
                new Problem("reading " + path, found, "a readable " + kind, "Check the path and its rights."), cause);
    }
}
