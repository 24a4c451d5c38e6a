package dev.osediff.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * A file mapped into memory window by window. A window reaches {@link CheckpointBytes#PIECE_BYTES} into the next, so that no
 * piece is cut. Its pages are given back when the garbage collector finds the windows.
 */
final class MappedPieces implements Pieces {
    private final ByteBuffer[] windows;
    private final int windowShift;

    private MappedPieces(ByteBuffer[] windows, int windowShift) {
        this.windows = windows;
        this.windowShift = windowShift;
    }

    /** Maps windows that begin {@code 2^windowShift} bytes apart; the channel is not needed afterwards. */
    static MappedPieces map(FileChannel channel, long size, int windowShift) throws IOException {
        long distance = 1L << windowShift;
        ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((size + distance - 1) / distance)];
        for (int i = 0; i < windows.length; i++) {
            long from = i * distance;
            long length = Math.min(distance + CheckpointBytes.PIECE_BYTES, size - from);
            windows[i] = channel.map(MapMode.READ_ONLY, from, length);
        }
        return new MappedPieces(windows, windowShift);
    }

    @Override
    public ByteBuffer at(long from, int count) {
        int window = (int) (from >>> windowShift);
        return windows[window].slice((int) (from - ((long) window << windowShift)), count);
    }
}
