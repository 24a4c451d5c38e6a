package dev.osediff.network.stablediffusion;

import dev.osediff.network.Ops;
import java.util.Collections;

/**
 * Brings values to a common number of samples. What the UNet computes before its first cross-attention is the same for every
 * prompt: one sample with several prompts is computed once up to there, and repeated.
 */
final class Samples {
    private Samples() {}

    /**
     * Returns x [N, ...] repeated to {@code count} samples: x itself if it has them.
     *
     * @throws IllegalArgumentException if it has neither 1 nor {@code count}
     */
    static <T> T repeated(Ops<T> ops, T x, int count) {
        int found = ops.shape(x)[0];
        if (found == count) {
            return x;
        }
        if (found != 1) {
            throw new IllegalArgumentException("samples: found " + found + ", and " + count + " prompts");
        }
        return ops.concat(Collections.nCopies(count, x), 0);
    }
}
