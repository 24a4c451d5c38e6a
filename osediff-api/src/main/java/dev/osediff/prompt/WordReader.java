package dev.osediff.prompt;

import java.util.List;

/**
 * Cuts normalised text into words: an English ending ('s, 't, …), letters, one digit, or anything else but white space,
 * which is left out. Not thread-safe.
 */
final class WordReader {
    private static final List<String> ENDINGS = List.of("'s", "'t", "'re", "'ve", "'m", "'ll", "'d");

    /** What a run of characters is made of. */
    private enum Kind {
        SPACE,
        LETTER,
        NUMBER,
        OTHER;

        static Kind of(int c) {
            if (TextNormaliser.isSpace(c)) {
                return SPACE;
            }
            if (Character.isLetter(c)) {
                return LETTER;
            }
            int type = Character.getType(c);
            boolean number = type == Character.DECIMAL_DIGIT_NUMBER
                    || type == Character.LETTER_NUMBER
                    || type == Character.OTHER_NUMBER;
            return number ? NUMBER : OTHER;
        }
    }

    private final String text;
    private int at;

    WordReader(String text) {
        this.text = text;
    }

    /** Returns the next word, or null at the end. */
    String next() {
        while (at < text.length() && kind(at) == Kind.SPACE) {
            at++;
        }
        if (at == text.length()) {
            return null;
        }
        int from = at;
        at = endOfWord(from);
        return text.substring(from, at);
    }

    private int endOfWord(int from) {
        for (String ending : ENDINGS) {
            if (text.startsWith(ending, from)) {
                return from + ending.length();
            }
        }
        Kind kind = kind(from);
        int end = from;
        do {
            end += Character.charCount(text.codePointAt(end));
        } while (kind != Kind.NUMBER && end < text.length() && kind(end) == kind);
        return end;
    }

    private Kind kind(int index) {
        return Kind.of(text.codePointAt(index));
    }
}
