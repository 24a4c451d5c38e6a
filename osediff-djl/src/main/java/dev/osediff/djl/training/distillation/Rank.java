package dev.osediff.djl.training.distillation;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.Locale;

/**
 * How a network is fine-tuned: by adapters of a rank, or as a whole. Immutable.
 *
 * @param value rank of the adapters; 0 in {@link #FULL} only
 * @param isFull whether all parameters learn
 */
public record Rank(int value, boolean isFull) {
    /** All parameters learn. */
    public static final Rank FULL = new Rank(0, true);

    /**
     * Refuses ranks below 1.
     *
     * @throws InvalidOptionException naming the rank
     */
    public Rank {
        if (!isFull && value < 1) {
            throw refused(String.valueOf(value), null);
        }
    }

    /** Returns adapters of a rank. */
    public static Rank of(int value) {
        return new Rank(value, false);
    }

    /**
     * Reads a rank.
     *
     * @param text a whole number of at least 1, or {@code full}
     * @throws InvalidOptionException for other texts
     */
    public static Rank parse(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("full")) {
            return FULL;
        }
        try {
            return of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw refused(text, e);
        }
    }

    private static InvalidOptionException refused(String found, Exception cause) {
        return new InvalidOptionException(
                new Problem("LoRA rank", found, "a whole number of at least 1, or full", "Take 4 as the paper does."),
                cause);
    }

    @Override
    public String toString() {
        return isFull ? "full" : String.valueOf(value);
    }
}
