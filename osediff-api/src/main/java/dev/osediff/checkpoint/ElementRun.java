package dev.osediff.checkpoint;

import java.nio.ByteOrder;

/**
 * Elements of one type that lie one after the other.
 *
 * @param bytes where they lie
 * @param start first byte of element 0
 * @param type their type
 * @param order their byte order
 */
record ElementRun(CheckpointBytes bytes, long start, DataType type, ByteOrder order) {
    /**
     * Reads elements from {@code first} on, which must exist, into an array from {@code offset} on. To be called inside
     * {@link CheckpointBytes#read}.
     */
    void read(long first, float[] to, int offset, int count) {
        int width = type.bytes();
        int perPiece = CheckpointBytes.PIECE_BYTES / width;
        int piece;
        for (int done = 0; done < count; done += piece) {
            piece = Math.min(perPiece, count - done);
            type.read(bytes.view(start + (first + done) * width, piece * width).order(order), to, offset + done, piece);
        }
    }
}
