package dev.osediff.djl.training.distillation;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.Locale;

/**
 * How a network is fine-tuned: by adapters of a rank, as a whole, or not at all. Immutable.
 *
 * @param kind which of these
 * @param value rank of the adapters, at least 1; 0 for the other kinds
 */
public record Rank(Kind kind, int value) {
    /** Ways to fine-tune. */
    public enum Kind {
        /** Low-rank adapters learn. */
        ADAPTERS,
        /** All parameters learn. */
        FULL,
        /** Nothing learns. */
        FROZEN
    }

    /** All parameters learn. */
    public static final Rank FULL = new Rank(Kind.FULL, 0);

    /** Nothing learns. */
    public static final Rank FROZEN = new Rank(Kind.FROZEN, 0);

    /**
     * Refuses ranks below 1.
     *
     * @throws InvalidOptionException naming the rank
     */
    public Rank {
        if (kind == Kind.ADAPTERS && value < 1) {
            throw refused(String.valueOf(value), null);
        }
    }

    /** Returns adapters of a rank. */
    public static Rank of(int value) {
        return new Rank(Kind.ADAPTERS, value);
    }

    /**
     * Reads a rank.
     *
     * @param text a whole number of at least 1, {@code full} or {@code frozen}
     * @throws InvalidOptionException for other texts
     */
    public static Rank parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(FULL.toString())) {
            return FULL;
        }
        if (lower.equals(FROZEN.toString())) {
            return FROZEN;
        }
        try {
            return of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw refused(text, e);
        }
    }

    private static InvalidOptionException refused(String found, Exception cause) {
        return new InvalidOptionException(
                new Problem(
                        "LoRA rank",
                        found,
                        "a whole number of at least 1, full or frozen",
                        "Take 4 as the paper does."),
                cause);
    }

    @Override
    public String toString() {
        return kind == Kind.ADAPTERS ? String.valueOf(value) : kind.name().toLowerCase(Locale.ROOT);
    }
}
