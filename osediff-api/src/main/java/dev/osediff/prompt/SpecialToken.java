package dev.osediff.prompt;

/**
 * A token that is one token wherever the text has it, whatever stands around it.
 *
 * @param content its text
 * @param id its id
 * @param normalized whether it is looked for in the normalised text instead of the text as given
 */
record SpecialToken(String content, int id, boolean normalized) {
    /** Returns the token as it is found in a normalised text. */
    SpecialToken withNormalisedContent() {
        return new SpecialToken(TextNormaliser.normalise(content), id, normalized);
    }
}
