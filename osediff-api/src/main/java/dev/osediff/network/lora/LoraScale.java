package dev.osediff.network.lora;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * Size and strength of an adapter: it adds alpha / rank · B·A to a weight (arXiv 2106.09685, §4.1).
 *
 * @param rank r, at least 1
 * @param alpha above 0; peft's default, which OSEDiff was trained with, is 8
 */
public record LoraScale(int rank, double alpha) {
    /**
     * Checks the numbers.
     *
     * @throws InvalidOptionException if the rank is below 1, or alpha is not a finite number above 0
     */
    public LoraScale {
        if (rank < 1) {
            throw new InvalidOptionException(
                    new Problem("LoRA rank", String.valueOf(rank), "at least 1", "Take a small number, such as 4."));
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new InvalidOptionException(new Problem(
                    "LoRA alpha", String.valueOf(alpha), "a finite number above 0", "Take 8 as the reference does."));
        }
    }

    /** Returns the products' factor, alpha / rank. */
    public float factor() {
        return (float) (alpha / rank);
    }
}
