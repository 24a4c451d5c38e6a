package dev.osediff.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails once more than a number of bytes was read, and never closes the stream below. */
final class BoundedInputStream extends FilterInputStream {
    private long left;

    BoundedInputStream(InputStream in, long maxBytes) {
        super(in);
        left = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    @Override
    public void close() {}

    private void count(int read) throws IOException {
        left -= read;
        if (left < 0) {
            throw new IOException("the stream has more bytes than the ImageLimits allow");
        }
    }
}
