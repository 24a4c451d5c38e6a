package dev.osediff.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A checkpoint in a file of the default file system. Not a {@link java.nio.channels.FileChannel}: that one is closed for
 * everybody as soon as one reading thread is interrupted.
 */
final class FileBytes implements CheckpointBytes {
    private final RandomAccessFile file;

    FileBytes(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
    }

    @Override
    public long size() throws IOException {
        return file.length();
    }

    @Override
    public synchronized void read(long from, byte[] to, int count) throws IOException {
        file.seek(from);
        int done = 0;
        while (done < count) {
            int read = file.read(to, done, count - done);
            if (read < 0) {
                throw new EOFException("the file ended at byte " + (from + done));
            }
            done += read;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
