package dev.osediff;

/** What happens where a prompt extractor fails or takes too long. */
public enum PromptFallback {
    /** The call fails with a {@link dev.osediff.error.PromptException}. */
    FAIL,
    /** The picture is made with the user's own words alone, and a warning in the result says why. */
    NONE
}
