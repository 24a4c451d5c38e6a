package dev.osediff.error;

import java.util.Objects;

/**
 * The four parts of every error text: what was asked, what was found, what the limit is, and what to do next.
 *
 * @param asked what the caller wanted, a noun phrase ("picture cat.png")
 * @param found what was there instead, with the offending value ("2 x 0 pixels")
 * @param limit what is accepted ("at least 1 x 1")
 * @param nextStep one sentence that tells the caller how to go on
 */
public record Problem(String asked, String found, String limit, String nextStep) {
    /** Refuses a part that is null. */
    public Problem {
        Objects.requireNonNull(asked, "asked");
        Objects.requireNonNull(found, "found");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(nextStep, "nextStep");
    }

    /** Returns the one-line text: {@code asked: found …; limit: …. nextStep}. */
    public String text() {
        return asked + ": found " + found + "; limit: " + limit + ". " + nextStep;
    }
}
