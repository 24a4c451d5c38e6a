package dev.osediff.djl.training.tagging;

import dev.osediff.network.Tensor;

/**
 * How well tags agree with those that are right, over all labels of all pictures.
 *
 * @param right tags that were said and are right
 * @param wrong tags that were said and are not
 * @param missed tags that are right and were not said
 */
public record TagScore(int right, int wrong, int missed) {
    /**
     * Counts.
     *
     * @param logits a tag is said where its logit is above 0, which is a probability above 1/2
     * @param wanted the same elements, above 0 for a tag that is right: 1 or 0, or another tagger's logits
     */
    public static TagScore of(Tensor logits, Tensor wanted) {
        int[] counts = new int[4];
        for (int i = 0; i < wanted.data().length; i++) {
            counts[(logits.data()[i] > 0 ? 1 : 0) + (wanted.data()[i] > 0 ? 2 : 0)]++;
        }
        return new TagScore(counts[3], counts[1], counts[2]);
    }

    /** Returns 2 · right / (2 · right + wrong + missed), 0 to 1; 1 if no tag is right and none was said. */
    public double f1() {
        int all = 2 * right + wrong + missed;
        return all == 0 ? 1 : 2.0 * right / all;
    }
}
