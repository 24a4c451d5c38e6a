package dev.osediff.cuda.kernel;

/**
 * One compiled form of the attention kernel: the head size it is for, and how many queries and keys a block holds at a
 * time. The list is that of {@code attention.cu}, largest tile first for each head size.
 */
public enum AttentionTile {
    D40(40, 64, 64),
    D64(64, 64, 64),
    D80(80, 64, 32),
    D128(128, 64, 32),
    D160(160, 32, 32),
    D512(512, 16, 16),
    D512_SMALL(512, 8, 16);

    /** Threads of a block. */
    public static final int THREADS = 128;

    private static final int CHANNEL_STEP = 16;
    private static final int ROW_PADDING = 4;

    private final int channels;
    private final int queries;
    private final int keys;

    AttentionTile(int channels, int queries, int keys) {
        this.channels = channels;
        this.queries = queries;
        this.keys = keys;
    }

    /** Returns the channels of a head. */
    public int channels() {
        return channels;
    }

    /** Returns the queries of a block. */
    public int queries() {
        return queries;
    }

    /** Returns the keys that a block holds at a time. */
    public int keys() {
        return keys;
    }

    /** Returns the channels after padding with zeros to a multiple of 16. */
    public int paddedChannels() {
        return (channels + CHANNEL_STEP - 1) / CHANNEL_STEP * CHANNEL_STEP;
    }

    /** Returns the shared memory of a block in bytes: the queries, one tile of keys or values, the probabilities. */
    public int sharedBytes() {
        int rows = (queries + keys) * (paddedChannels() + ROW_PADDING);
        return Float.BYTES * (rows + queries * (keys + ROW_PADDING));
    }

    /** Returns the name of the kernel for tensors of a type. */
    public String kernel(ElementType type) {
        return "attention_" + type.suffix() + "_d" + channels + "_" + queries + "x" + keys;
    }
}
