package dev.osediff.checkpoint;

import java.nio.ByteBuffer;

/** Where the bytes of a checkpoint lie. Thread-safe. */
interface Pieces {
    /**
     * Returns a read-only view, or a copy, of bytes that exist.
     *
     * @param from first byte
     * @param count at most {@link CheckpointBytes#PIECE_BYTES}
     */
    ByteBuffer at(long from, int count);

    /** Lets a file go; views that were handed out stay. */
    default void close() {}
}
