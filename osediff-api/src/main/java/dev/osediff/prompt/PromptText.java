package dev.osediff.prompt;

/**
 * A prompt that shows in logs, JSON and files as what it is.
 *
 * @param text without control characters and halves of surrogate pairs
 * @param replaced how many there were, not counting white space
 */
record PromptText(String text, int replaced) {
    private static final char UNKNOWN = '\uFFFD';

    /** Cleans: control characters and lines' ends become spaces, halves of surrogate pairs U+FFFD, which is what they encode to. */
    static PromptText of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        int replaced = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int point = text.codePointAt(at);
            int type = Character.getType(point);
            if (type == Character.SURROGATE) {
                clean.append(UNKNOWN);
                replaced++;
            } else if (type == Character.CONTROL) {
                clean.append(' ');
                replaced += Character.isWhitespace(point) ? 0 : 1;
            } else {
                clean.appendCodePoint(point);
            }
        }
        return new PromptText(clean.toString(), replaced);
    }
}
