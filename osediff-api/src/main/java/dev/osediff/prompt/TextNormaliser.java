package dev.osediff.prompt;

import java.text.Normalizer;

/**
 * What is done to a text before it is cut into words: Unicode's form NFC, each run of white space to one space, lower case
 * character by character (so a final Σ becomes σ, not ς), whatever the JVM's language. Stateless and thread-safe.
 */
final class TextNormaliser {
    private static final int CAPITAL_I_WITH_DOT = 0x130;
    private static final String SMALL_I_AND_DOT = "i\u0307";
    private static final int REPLACEMENT = 0xFFFD;

    private TextNormaliser() {}

    /** Replaces halves of surrogate pairs, which no encoding has, by U+FFFD. */
    static String wellFormed(String text) {
        boolean isWellFormed = text.codePoints().noneMatch(TextNormaliser::isLoneSurrogate);
        if (isWellFormed) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(c -> isLoneSurrogate(c) ? REPLACEMENT : c).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isLoneSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** Normalises a well-formed text. */
    static String normalise(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean afterSpace = false;
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        for (int i = 0; i < composed.length(); ) {
            int c = composed.codePointAt(i);
            i += Character.charCount(c);
            boolean space = isSpace(c);
            if (!space) {
                appendLowerCase(out, c);
            } else if (!afterSpace) {
                out.append(' ');
            }
            afterSpace = space;
        }
        return out.toString();
    }

    /** The one character whose lower case is two; all others map to one. */
    private static void appendLowerCase(StringBuilder out, int c) {
        if (c == CAPITAL_I_WITH_DOT) {
            out.append(SMALL_I_AND_DOT);
        } else {
            out.appendCodePoint(Character.toLowerCase(c));
        }
    }

    /** Unicode's White_Space property. */
    static boolean isSpace(int c) {
        return c >= 0x9 && c <= 0xD
                || c == 0x20
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || c >= 0x2000 && c <= 0x200A
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }
}
