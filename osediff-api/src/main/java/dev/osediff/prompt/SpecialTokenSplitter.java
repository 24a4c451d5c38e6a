package dev.osediff.prompt;

import java.util.ArrayList;
import java.util.List;

/** Finds special tokens in a text: the leftmost, and of those the longest. Immutable and thread-safe. */
final class SpecialTokenSplitter {
    private final List<SpecialToken> tokens;

    SpecialTokenSplitter(List<SpecialToken> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /**
     * A part of a text.
     *
     * @param text the part itself
     * @param token the special token that it is, or null for text between tokens
     */
    record Part(String text, SpecialToken token) {}

    /** Returns the parts in order; none of them is empty. */
    List<Part> split(String text) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            SpecialToken token = longestAt(text, at);
            if (token == null) {
                at++;
            } else {
                addText(parts, text, from, at);
                parts.add(new Part(token.content(), token));
                at += token.content().length();
                from = at;
            }
        }
        addText(parts, text, from, at);
        return parts;
    }

    private static void addText(List<Part> parts, String text, int from, int to) {
        if (from < to) {
            parts.add(new Part(text.substring(from, to), null));
        }
    }

    private SpecialToken longestAt(String text, int at) {
        SpecialToken longest = null;
        for (SpecialToken token : tokens) {
            boolean longer = longest == null
                    || token.content().length() > longest.content().length();
            if (longer && text.startsWith(token.content(), at)) {
                longest = token;
            }
        }
        return longest;
    }
}
