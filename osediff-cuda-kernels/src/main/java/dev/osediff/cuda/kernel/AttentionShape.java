package dev.osediff.cuda.kernel;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * The sizes of one attention, {@code softmax(scale · Q Kᵀ) V}, per batch and head.
 *
 * @param batch number of pictures, at least 1
 * @param heads number of heads, at least 1
 * @param queries rows of Q and of the result, at least 1
 * @param keys rows of K and V, at least 1
 * @param channels channels of a head, at least 1
 * @param scale factor of the scores, finite; usually 1 / √channels
 * @param causal if true, query i sees the keys 0 to i only
 */
public record AttentionShape(int batch, int heads, int queries, int keys, int channels, float scale, boolean causal) {
    /** @throws InvalidOptionException if a size is below 1 or the scale is not finite */
    public AttentionShape {
        if (Math.min(Math.min(Math.min(batch, heads), Math.min(queries, keys)), channels) < 1) {
            throw invalid("batch " + batch + ", heads " + heads + ", queries " + queries + ", keys " + keys
                    + ", channels " + channels);
        }
        if (!Float.isFinite(scale)) {
            throw invalid("a scale of " + scale);
        }
    }

    private static InvalidOptionException invalid(String found) {
        return new InvalidOptionException(new Problem(
                "to compute attention", found, "sizes are at least 1 and the scale is finite", "Correct the sizes."));
    }
}
