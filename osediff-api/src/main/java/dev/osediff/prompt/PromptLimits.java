package dev.osediff.prompt;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/** What a prompt may be, so that no text keeps a thread busy for long. */
final class PromptLimits {
    /** Ordering a run of marks takes the square of its length, and no script stacks more than a few. */
    static final int MOST_MARKS = 1000;

    private PromptLimits() {}

    /** Refuses null, what is too long, and more than {@link #MOST_MARKS} combining marks in a row. */
    static void check(String prompt) {
        if (prompt == null) {
            throw invalid("null", "a text, which may be empty", "Give an empty text for none.");
        }
        if (prompt.length() > ClipTokenizer.MAX_PROMPT_CHARACTERS) {
            throw invalid(
                    prompt.length() + " characters",
                    "at most " + ClipTokenizer.MAX_PROMPT_CHARACTERS,
                    "Shorten it; a text encoder reads some dozens of words.");
        }
        int marks = 0;
        for (int i = 0; i < prompt.length(); i += Character.charCount(prompt.codePointAt(i))) {
            marks = isMark(prompt.codePointAt(i)) ? marks + 1 : 0;
            if (marks > MOST_MARKS) {
                throw invalid(
                        "more than " + MOST_MARKS + " combining marks in a row, up to character " + i,
                        "at most " + MOST_MARKS,
                        "Leave the marks out.");
            }
        }
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static InvalidOptionException invalid(String found, String limit, String nextStep) {
        return new InvalidOptionException(new Problem("prompt", found, limit, nextStep));
    }
}
