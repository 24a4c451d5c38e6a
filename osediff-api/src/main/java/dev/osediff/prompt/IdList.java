package dev.osediff.prompt;

import java.util.Arrays;

/** A growing list of ids. Not thread-safe. */
final class IdList {
    private int[] ids = new int[16];
    private int size;

    int size() {
        return size;
    }

    void add(int... more) {
        if (size + more.length > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, size + more.length));
        }
        System.arraycopy(more, 0, ids, size, more.length);
        size += more.length;
    }

    /** Copies the first ids into an array. */
    void copyTo(int[] to, int at, int count) {
        System.arraycopy(ids, 0, to, at, count);
    }
}
