package dev.osediff.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Fails once more than a number of bytes was read, and never closes the stream below. It remembers its failure, for
 * decoders are asked one after the other whether they know the content, and each takes a failure for a no.
 */
final class BoundedInputStream extends FilterInputStream {
    private long left;
    private IOException failure;

    BoundedInputStream(InputStream in, long maxBytes) {
        super(in);
        left = maxBytes;
    }

    /** Returns what the stream below threw, or null. */
    IOException failure() {
        return failure;
    }

    /** Tells whether more bytes were read than allowed. */
    boolean isExceeded() {
        return left < 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        int read;
        try {
            read = super.read(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        left -= Math.max(0, read);
        if (isExceeded()) {
            throw new IOException("the stream has more bytes than the ImageLimits allow");
        }
        return read;
    }

    @Override
    public void close() {}
}
