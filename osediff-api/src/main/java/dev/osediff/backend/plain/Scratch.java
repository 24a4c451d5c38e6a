package dev.osediff.backend.plain;

import java.util.ArrayList;
import java.util.List;

/** Keeps a few arrays between operations, so that each does not have to clear megabytes anew. Thread-safe. */
final class Scratch {
    private final int most;
    private final List<float[]> free = new ArrayList<>();

    /**
     * Creates an empty store.
     *
     * @param most arrays kept at most
     */
    Scratch(int most) {
        this.most = most;
    }

    /** Returns an array of at least that length with any content: the shortest that is long enough, or a new one. */
    float[] take(int length) {
        synchronized (free) {
            int best = -1;
            for (int i = 0; i < free.size(); i++) {
                int found = free.get(i).length;
                if (found >= length && (best < 0 || found < free.get(best).length)) {
                    best = i;
                }
            }
            if (best >= 0) {
                return free.remove(best);
            }
        }
        return new float[length];
    }

    /** Gives an array back; the longest ones are kept. */
    void give(float[] array) {
        synchronized (free) {
            free.add(array);
            if (free.size() > most) {
                int shortest = 0;
                for (int i = 1; i < free.size(); i++) {
                    if (free.get(i).length < free.get(shortest).length) {
                        shortest = i;
                    }
                }
                free.remove(shortest);
            }
        }
    }
}
