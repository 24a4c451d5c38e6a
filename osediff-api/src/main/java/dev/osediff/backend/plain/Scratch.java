package dev.osediff.backend.plain;

import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps a few arrays between operations, so that each does not have to clear megabytes anew. Thread-safe. */
final class Scratch {
    private final int most;
    private final Deque<float[]> free = new ArrayDeque<>();

    /**
     * Creates an empty store.
     *
     * @param most arrays kept at most
     */
    Scratch(int most) {
        this.most = most;
    }

    /** Returns an array of at least that length with any content. */
    float[] take(int length) {
        synchronized (free) {
            float[] array = free.poll();
            if (array != null && array.length >= length) {
                return array;
            }
        }
        return new float[length];
    }

    /** Gives an array back; the longer ones are kept. */
    void give(float[] array) {
        synchronized (free) {
            if (free.size() < most) {
                free.push(array);
            } else if (free.peek().length < array.length) {
                free.pop();
                free.push(array);
            }
        }
    }
}
