package dev.osediff.checkpoint;

import java.io.IOException;

/** Random access to the bytes of a checkpoint. Thread-safe. */
interface CheckpointBytes extends AutoCloseable {
    /** Returns the number of bytes. */
    long size() throws IOException;

    /** Fills the first {@code count} bytes of an array from byte {@code from} on. */
    void read(long from, byte[] to, int count) throws IOException;

    @Override
    void close() throws IOException;
}
