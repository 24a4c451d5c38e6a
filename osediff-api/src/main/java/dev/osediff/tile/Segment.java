package dev.osediff.tile;

/**
 * One tile along one axis, in input pixels: reads [readStart, readEnd), keeps [keepStart, keepEnd).
 *
 * @param readStart first pixel read
 * @param readEnd pixel after the last one read
 * @param keepStart first pixel kept
 * @param keepEnd pixel after the last one kept
 */
record Segment(int readStart, int readEnd, int keepStart, int keepEnd) {
    /** Refuses empty parts and a kept part outside the part read. */
    Segment {
        if (readStart < 0 || keepStart < readStart || keepEnd <= keepStart || readEnd < keepEnd) {
            throw new IllegalArgumentException("segment reads [" + readStart + ", " + readEnd + ") and keeps ["
                    + keepStart + ", " + keepEnd + ")");
        }
    }

    /** Returns a segment that keeps all it reads. */
    static Segment all(int start, int end) {
        return new Segment(start, end, start, end);
    }

    /** Returns the number of pixels read. */
    int readLength() {
        return readEnd - readStart;
    }
}
