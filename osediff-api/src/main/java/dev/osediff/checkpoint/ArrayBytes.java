package dev.osediff.checkpoint;

/** A checkpoint that lies in memory. */
record ArrayBytes(byte[] content) implements CheckpointBytes {
    @Override
    public long size() {
        return content.length;
    }

    @Override
    public void read(long from, byte[] to, int count) {
        System.arraycopy(content, (int) from, to, 0, count);
    }

    @Override
    public void close() {}
}
