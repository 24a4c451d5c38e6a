package dev.osediff.checkpoint;

import dev.osediff.error.ClosedException;
import dev.osediff.error.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Random access to the bytes of a checkpoint, which lie in memory or in a file that is mapped into memory window by
 * window. Thread-safe. A window reaches {@link #PIECE_BYTES} into the next, so that no piece is cut.
 */
final class CheckpointBytes implements AutoCloseable {
    /** The most bytes of one view: large values are read in pieces, so that they are not held twice. */
    static final int PIECE_BYTES = 1 << 18;

    private static final int ONE_WINDOW = Integer.SIZE - 1;

    private final String origin;
    private final long size;
    private final int windowShift;
    private final FileGuard guard;
    private volatile ByteBuffer[] windows;

    /**
     * Takes over windows.
     *
     * @param windowShift base-2 logarithm of the distance of two windows in bytes
     * @param guard watches the file behind the windows
     */
    CheckpointBytes(String origin, long size, ByteBuffer[] windows, int windowShift, FileGuard guard) {
        this.origin = origin;
        this.size = size;
        this.windows = windows;
        this.windowShift = windowShift;
        this.guard = guard;
    }

    /** Wraps an array, which is not copied. */
    static CheckpointBytes of(byte[] content, String origin) {
        ByteBuffer[] window = {ByteBuffer.wrap(content).asReadOnlyBuffer()};
        return new CheckpointBytes(origin, content.length, window, ONE_WINDOW, FileGuard.NONE);
    }

    /** Returns the number of bytes, also after closing. */
    long size() {
        return size;
    }

    boolean isClosed() {
        return windows == null;
    }

    /**
     * Returns a little-endian, read-only view. To be used inside {@link #read} only.
     *
     * @param from first byte; the bytes asked for must exist
     * @param count at most {@link #PIECE_BYTES}
     * @throws ClosedException after {@link #close()}
     */
    ByteBuffer view(long from, int count) {
        ByteBuffer[] open = windows;
        if (open == null) {
            throw new ClosedException(new Problem(
                    "reading " + origin,
                    "a closed file",
                    "reading before close()",
                    "Keep the file open until all tensors are loaded."));
        }
        int window = (int) (from >>> windowShift);
        int at = (int) (from - ((long) window << windowShift));
        return open[window].slice(at, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Runs a reader of views and returns its result.
     *
     * @throws dev.osediff.error.ModelException if the file was cut or failed meanwhile; then the result is worthless
     */
    <T> T read(Supplier<T> reader) {
        return guard.watch(reader);
    }

    /** Returns a copy of bytes that must exist; the caller has checked that their number is reasonable. */
    byte[] copy(long from, int count) {
        return read(() -> {
            byte[] copy = new byte[count];
            for (int done = 0; done < count; done += PIECE_BYTES) {
                int piece = Math.min(PIECE_BYTES, count - done);
                view(from + done, piece).get(copy, done, piece);
            }
            return copy;
        });
    }

    /** Returns the SHA-256 of all bytes in lower-case hexadecimal digits. */
    String sha256() {
        return read(() -> {
            MessageDigest digest = AtomicOutput.sha256();
            long size = size();
            for (long done = 0; done < size; done += PIECE_BYTES) {
                digest.update(view(done, (int) Math.min(PIECE_BYTES, size - done)));
            }
            return HexFormat.of().formatHex(digest.digest());
        });
    }

    /** Drops the windows; readers at work keep theirs until they end. */
    @Override
    public void close() {
        windows = null;
    }
}
