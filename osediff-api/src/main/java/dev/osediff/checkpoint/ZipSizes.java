package dev.osediff.checkpoint;

/** Which sizes an entry of a zip archive may claim. */
final class ZipSizes {
    private static final long MOST_INFLATED_BYTES = 512L << 20;
    private static final long MOST_RATIO = 200;

    private ZipSizes() {}

    /** Refuses sizes that are negative, contradict each other or would inflate too much. */
    static void check(ZipEntry entry, String what, Refusals refusals) {
        long bytes = entry.bytes();
        long packed = entry.packedBytes();
        if (bytes < 0 || packed < 0 || entry.header() < 0) {
            throw refusals.of(what, "sizes above 2^63", "sizes within the archive");
        }
        if (entry.method() == ZipEntry.STORED && bytes != packed) {
            throw refusals.of(what, packed + " bytes stored", bytes + " bytes, as the directory says");
        }
        if (entry.method() == ZipEntry.DEFLATED
                && (bytes > MOST_INFLATED_BYTES || packed > MOST_INFLATED_BYTES || bytes > MOST_RATIO * packed)) {
            String found = packed + " bytes that inflate to " + bytes;
            throw refusals.of(what, found, "at most " + MOST_RATIO + " times, and " + MOST_INFLATED_BYTES + " bytes");
        }
    }
}
