package dev.osediff.backend.plain;

import dev.osediff.network.Tensor;

/** What is added to the scores of attention in windows: a bias by head, and a mask by window where there is one. */
final class ScoreBias {
    private final float[] bias;
    private final float[] mask;
    private final int length;
    private final int windows;

    /**
     * Checks the shapes.
     *
     * @param bias [1, heads, L, L]
     * @param mask [W, 1, L, L], or null
     * @param q [N, W·L, C]
     */
    ScoreBias(Tensor bias, Tensor mask, int heads, Tensor q) {
        length = bias.rank() == 4 ? bias.dim(3) : 0;
        require(length > 0 && bias.dim(0) == 1 && bias.dim(1) == heads && bias.dim(2) == length, bias, q);
        require(q.rank() == 3 && q.dim(1) % length == 0, bias, q);
        windows = q.dim(1) / length;
        require(
                mask == null
                        || mask.rank() == 4
                                && mask.dim(0) == windows
                                && mask.dim(1) == 1
                                && mask.dim(2) == length
                                && mask.dim(3) == length,
                mask,
                q);
        this.bias = bias.data();
        this.mask = mask == null ? null : mask.data();
    }

    /** Returns the number of tokens in a window. */
    int length() {
        return length;
    }

    /** Scales the scores of one query and adds to them. */
    void addTo(float[] scores, int from, float factor, int sample, int head, int query) {
        int biasAt = (head * length + query) * length;
        int maskAt = (sample % windows * length + query) * length;
        for (int key = 0; key < length; key++) {
            float hidden = mask == null ? 0 : mask[maskAt + key];
            scores[from + key] = scores[from + key] * factor + bias[biasAt + key] + hidden;
        }
    }

    private static void require(boolean fits, Tensor added, Tensor q) {
        if (!fits) {
            throw new IllegalArgumentException("windows of " + q + " do not fit " + added);
        }
    }
}
