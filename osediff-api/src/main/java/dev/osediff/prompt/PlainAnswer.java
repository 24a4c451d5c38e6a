package dev.osediff.prompt;

import java.util.regex.Pattern;

/**
 * Makes plain words of a vision-language model's answer, paragraphs kept apart by a line feed. Nothing in an answer is
 * obeyed: it is text that becomes other text. Stateless and thread-safe; time is linear in {@value #MOST_CHARACTERS}
 * characters, whatever the answer's length.
 */
final class PlainAnswer {
    /** What follows is not looked at: a sentence is far shorter. */
    static final int MOST_CHARACTERS = 16_384;

    private static final int MOST_MARKS = 4;

    private static final Pattern THOUGHTS = Pattern.compile("(?is)^\\s*<think(?:ing)?>.*?(?:</think(?:ing)?>|$)");
    private static final Pattern FENCE = Pattern.compile("(?m)^[ ]{0,3}(?:```|~~~)[^\\n]*$");
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\[\\]\\n]*+)\\]\\([^()\\n]*+\\)");
    private static final Pattern CHAT_ROLE = Pattern.compile("(?i)<\\|im_start\\|>\\s*(?:assistant|system|user)\\b");
    private static final Pattern TAG = Pattern.compile("<[^<>\\n]*+>");
    private static final Pattern RULE = Pattern.compile("(?m)^[-*_= ]{3,}+$");
    private static final Pattern LINE_MARK = Pattern.compile("(?m)^[ ]*(?:#{1,6}(?=[ ])|>)[ ]*");
    private static final Pattern LIST_MARK = Pattern.compile("(?<![,;:.!?])\\n[ ]*(?:[-*+\u2022]|\\d{1,3}[.)])[ ]+");
    private static final Pattern FIRST_LIST_MARK = Pattern.compile("(?m)^[ ]*(?:[-*+\u2022]|\\d{1,3}[.)])[ ]+");
    private static final Pattern PARAGRAPH = Pattern.compile("\\n[ ]*\\n[\\s]*");
    /** With angle brackets goes every text that a tokenizer takes for a special token. */
    private static final Pattern MARKS =
            Pattern.compile("[*`#~|<>\\[\\]{}\\\\^\"\u00AB\u00BB\u201C-\u201F\u2039\u203A]");

    private static final Pattern UNDERSCORES = Pattern.compile("(?<![\\p{L}\\p{N}])_+|_+(?![\\p{L}\\p{N}])");
    private static final Pattern SINGLE_QUOTES = Pattern.compile("(?<![\\p{L}\\p{N}])'|'(?![\\p{L}\\p{N}])");
    private static final Pattern LINE = Pattern.compile("(?<!\\x00)\\n");
    private static final Pattern SPACES = Pattern.compile("[ ]+");
    private static final Pattern SPACE_BEFORE_SIGN = Pattern.compile("[ ](?=[,;:.!?])");

    private PlainAnswer() {}

    /** Returns the words; empty if there are none. */
    static String of(String answer) {
        String text = printable(answer);
        text = THOUGHTS.matcher(text).replaceFirst("");
        text = FENCE.matcher(text).replaceAll("");
        text = RULE.matcher(text).replaceAll("");
        text = LINK.matcher(text).replaceAll("$1");
        text = CHAT_ROLE.matcher(text).replaceAll(" ");
        text = TAG.matcher(text).replaceAll(" ");
        text = LINE_MARK.matcher(text).replaceAll("");
        text = LIST_MARK.matcher(text.strip()).replaceAll(", ");
        text = FIRST_LIST_MARK.matcher(text).replaceAll("");
        text = PARAGRAPH.matcher(text).replaceAll("\u0000\n");
        text = LINE.matcher(text).replaceAll(" ").replace("\u0000", "");
        text = MARKS.matcher(text).replaceAll(" ");
        text = UNDERSCORES.matcher(text).replaceAll(" ");
        text = SINGLE_QUOTES.matcher(text).replaceAll(" ");
        text = SPACES.matcher(text).replaceAll(" ");
        return SPACE_BEFORE_SIGN.matcher(text).replaceAll("").strip();
    }

    /** Returns printable characters, spaces and line feeds, from the beginning of the answer. */
    private static String printable(String answer) {
        int end = Math.min(answer.length(), MOST_CHARACTERS);
        StringBuilder text = new StringBuilder(end);
        int marks = 0;
        for (int i = 0; i < end; ) {
            int c = answer.codePointAt(i);
            i += Character.charCount(c);
            int type = Character.getType(c);
            marks = isMark(type) ? marks + 1 : 0;
            if (c == '\n' || c == '\u2028' || c == '\u2029' || c == '\u0085') {
                text.append('\n');
            } else if (c == '\u2019' || c == '\u2018' || c == '\u02BC') {
                text.append('\'');
            } else if (Character.isWhitespace(c) || Character.isSpaceChar(c) || type == Character.CONTROL) {
                text.append(c == '\r' ? "" : " ");
            } else if (isPrintable(type) && marks <= MOST_MARKS) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    /** A tokenizer refuses long runs of marks, and zero-width and direction signs only hide what a prompt says. */
    private static boolean isPrintable(int type) {
        return type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }

    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}
