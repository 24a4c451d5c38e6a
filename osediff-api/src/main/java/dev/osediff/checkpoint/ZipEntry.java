package dev.osediff.checkpoint;

/**
 * One entry of a zip archive.
 *
 * @param name its name, checked
 * @param flags general-purpose flags
 * @param method 0 for stored, 8 for deflated
 * @param crc CRC-32 of the content
 * @param packedBytes bytes in the archive
 * @param bytes bytes of the content
 * @param header first byte of the local header
 * @param start first byte in the archive; -1 as long as the local header has not been read
 */
record ZipEntry(String name, int flags, int method, long crc, long packedBytes, long bytes, long header, long start) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** Sizes and CRC follow the data; they may be zero in the local header. */
    private static final int DESCRIPTOR_FLAG = 1 << 3;

    boolean hasDescriptor() {
        return (flags & DESCRIPTOR_FLAG) != 0;
    }

    /** Returns the byte after the last in the archive. */
    long end() {
        return start + packedBytes;
    }

    ZipEntry startingAt(long byteInArchive) {
        return new ZipEntry(name, flags, method, crc, packedBytes, bytes, header, byteInArchive);
    }
}
