package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;

/**
 * How one file is refused: every error names it and says how to go on.
 *
 * @param origin the file
 * @param nextStep one sentence that tells the caller how to go on
 */
record Refusals(String origin, String nextStep) {
    /** Longer texts from a file are cut in messages. */
    private static final int SHOWN_LENGTH = 120;

    static Refusals ofSafeTensors(String origin) {
        return new Refusals(origin, "The file is damaged or not safetensors; fetch or write it again.");
    }

    static Refusals ofTorch(String origin) {
        return new Refusals(origin, "The file is damaged or was not written by torch.save; fetch it again.");
    }

    /** Returns refusals of the same file with another advice. */
    Refusals advising(String otherStep) {
        return new Refusals(origin, otherStep);
    }

    ModelException of(String what, String found, String limit) {
        return new ModelException(problem(what, found, limit));
    }

    ModelException of(String what, String found, String limit, Throwable cause) {
        return new ModelException(problem(what, found, limit), cause);
    }

    private Problem problem(String what, String found, String limit) {
        return new Problem(what + " of " + origin, found, limit, nextStep);
    }

    /** Returns a text of a stranger in a form that fits into one line: cut, and without control characters. */
    static String shown(String text) {
        String cut = text.length() <= SHOWN_LENGTH
                ? text
                : text.substring(0, SHOWN_LENGTH) + "… (" + text.length() + " characters)";
        StringBuilder shown = new StringBuilder();
        cut.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.append((char) c);
            }
        });
        return shown.toString();
    }
}
