package dev.osediff.checkpoint;

import dev.osediff.error.ClosedException;
import dev.osediff.error.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Random access to the bytes of a checkpoint, which lie in memory or in a file. Thread-safe.
 */
final class CheckpointBytes implements AutoCloseable {
    /** The most bytes of one view: large values are read in pieces, so that they are not held twice. */
    static final int PIECE_BYTES = 1 << 18;

    private final String origin;
    private final long size;
    private final FileGuard guard;
    private final Pieces pieces;
    private volatile boolean closed;

    /**
     * Takes over pieces.
     *
     * @param guard watches the file behind them
     */
    CheckpointBytes(String origin, long size, Pieces pieces, FileGuard guard) {
        this.origin = origin;
        this.size = size;
        this.pieces = pieces;
        this.guard = guard;
    }

    /** Wraps an array, which is not copied. */
    static CheckpointBytes of(byte[] content, String origin) {
        ByteBuffer all = ByteBuffer.wrap(content).asReadOnlyBuffer();
        return new CheckpointBytes(
                origin, content.length, (from, count) -> all.slice((int) from, count), FileGuard.NONE);
    }

    /** Returns the number of bytes, also after closing. */
    long size() {
        return size;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Returns a little-endian, read-only view. To be used inside {@link #read} only.
     *
     * @param from first byte; the bytes asked for must exist
     * @param count at most {@link #PIECE_BYTES}
     * @throws ClosedException after {@link #close()}
     */
    ByteBuffer view(long from, int count) {
        if (closed) {
            throw closed(origin);
        }
        return pieces.at(from, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the error of a caller who reads after closing. */
    static ClosedException closed(String origin) {
        return new ClosedException(new Problem(
                "reading " + origin,
                "a closed file",
                "reading before close()",
                "Keep the file open until all tensors are loaded."));
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

    /** Lets the file go; readers of a mapped one keep their views until they end. */
    @Override
    public void close() {
        closed = true;
        pieces.close();
    }
}
