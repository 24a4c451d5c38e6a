package dev.osediff.ort.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/**
 * A file that states length and checksum of all others in a folder. It finds damage and unfinished work; it is no protection
 * against somebody who may write to the folder.
 */
final class FolderStamp {
    private static final String NAME = "stamp";
    private static final String HEAD = "osediff-ort 1";
    private static final long CHUNK_BYTES = 64L << 20;
    private static final int MOST_STAMP_BYTES = 1 << 16;

    private static final ThreadLocal<ByteBuffer> BUFFERS =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 20));

    private FolderStamp() {}

    static void write(Path folder) throws IOException {
        Files.write(folder.resolve(NAME), lines(folder), StandardCharsets.US_ASCII);
    }

    /** Returns what is wrong with a folder, or nothing. */
    static Optional<String> fault(Path folder) {
        Path stamp = folder.resolve(NAME);
        try {
            if (!Files.isRegularFile(stamp, LinkOption.NOFOLLOW_LINKS) || Files.size(stamp) > MOST_STAMP_BYTES) {
                return Optional.of("it has no stamp");
            }
            List<String> expected = Files.readAllLines(stamp, StandardCharsets.US_ASCII);
            if (expected.isEmpty() || !expected.get(0).equals(HEAD)) {
                return Optional.of("another version wrote it");
            }
            List<String> found = lines(folder);
            return found.equals(expected)
                    ? Optional.empty()
                    : Optional.of("found " + found + ", its stamp says " + expected);
        } catch (IOException | UncheckedIOException e) {
            return Optional.of("it cannot be read: " + e);
        }
    }

    private static List<String> lines(Path folder) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        for (Path file : Folders.files(folder)) {
            if (!file.getFileName().toString().equals(NAME)) {
                String kind = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? checksum(file) : "no file";
                lines.add(file.getFileName() + " " + kind);
            }
        }
        return lines;
    }

    /** Length and the checksums of the file's chunks, which all processors compute at once. */
    private static String checksum(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            String chunks = LongStream.range(0, (size + CHUNK_BYTES - 1) / CHUNK_BYTES)
                    .parallel()
                    .mapToObj(chunk -> checksum(channel, chunk * CHUNK_BYTES, size))
                    .collect(Collectors.joining());
            return size + " " + Fingerprint.of(chunks.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Read, not mapped: a mapping would stay until the garbage collector finds it. */
    private static String checksum(FileChannel channel, long from, long size) {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = BUFFERS.get();
        long end = Math.min(from + CHUNK_BYTES, size);
        try {
            for (long at = from; at < end; ) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
                int read = channel.read(buffer, at);
                if (read < 0) {
                    throw new IOException("the file became shorter while it was read");
                }
                crc.update(buffer.flip());
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Long.toHexString(crc.getValue()) + ",";
    }
}
