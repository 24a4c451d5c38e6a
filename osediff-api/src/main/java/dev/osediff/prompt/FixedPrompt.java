package dev.osediff.prompt;

import java.awt.image.BufferedImage;

/** The same text for every picture. Immutable. */
record FixedPrompt(String name, String text) implements PromptExtractor {
    static final FixedPrompt NONE = new FixedPrompt("none", "");

    static FixedPrompt of(String text) {
        PromptLimits.check(text);
        return new FixedPrompt("text", text);
    }

    @Override
    public boolean readsPicture() {
        return false;
    }

    @Override
    public String prompt(BufferedImage picture, String words) {
        return joined(text, words);
    }

    /** Returns the text, and behind it the words if there are any. */
    static String joined(String text, String words) {
        return text.isEmpty() || words.isEmpty() ? text + words : text + ", " + words;
    }
}
