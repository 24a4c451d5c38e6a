package dev.osediff.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Converts float32 values to little-endian elements of another type, piece by piece. */
final class ElementOutput {
    private static final int PIECE_BYTES = 1 << 18;

    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Takes the first bytes of an array that is used again. */
    interface Sink {
        void accept(byte[] bytes, int count) throws IOException;
    }

    /** Converts all values; an integer type refuses what it cannot hold with an {@link IllegalArgumentException}. */
    void write(float[] values, DataType type, Sink sink) throws IOException {
        int perPiece = PIECE_BYTES / type.bytes();
        for (int done = 0; done < values.length; done += perPiece) {
            type.write(values, done, Math.min(perPiece, values.length - done), piece.clear());
            sink.accept(piece.array(), piece.position());
        }
    }
}
