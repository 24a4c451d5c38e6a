package dev.osediff.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A large file, read piece by piece: mapped, all of it would count as this process's memory until the garbage collector
 * looked, beside the weights made of it. Not a {@link java.nio.channels.FileChannel}: that one is closed for everybody as
 * soon as one reading thread is interrupted.
 */
final class ReadPieces implements Pieces {
    private final String origin;
    private final RandomAccessFile file;
    private boolean closed;

    ReadPieces(Path path) throws IOException {
        this.origin = path.toString();
        this.file = new RandomAccessFile(path.toFile(), "r");
    }

    /** @throws UncheckedIOException if the file failed or ended */
    @Override
    public ByteBuffer at(long from, int count) {
        byte[] piece = new byte[count];
        try {
            fill(piece, from);
        } catch (EOFException e) {
            throw new UncheckedIOException(new EOFException("the file ended before byte " + (from + count)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(piece);
    }

    private synchronized void fill(byte[] piece, long from) throws IOException {
        if (closed) {
            throw CheckpointBytes.closed(origin);
        }
        file.seek(from);
        file.readFully(piece);
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
