package dev.osediff.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Shortens a text to what an encoder reads, at the end of a clause where there is one. A tokenizer alone cuts in the middle
 * of a phrase, and what is left of the phrase can mean something else. Stateless and thread-safe.
 */
final class ClauseCut {
    /** A clause's end is taken unless it leaves less than this share of what would fit. */
    private static final double LEAST_SHARE = 0.5;

    private static final String CLAUSE_ENDS = ",;:.!?";
    /** Such signs of Chinese and Japanese end a clause without a space behind them. */
    private static final String WIDE_CLAUSE_ENDS = "，、；：。！？";

    private ClauseCut() {}

    /**
     * Shortens a text. Asks some dozens of times, whatever the text's length.
     *
     * @param fits tells of a beginning whether it fits; the beginnings of one that fits do, too
     * @return the text itself if it fits; else its longest beginning that fits and ends with a clause, without the sign at its
     *     end; where that would leave less than half of what fits, the longest that ends with a word; empty if not even the first
     *     word fits
     */
    static String fit(String text, Predicate<String> fits) {
        if (fits.test(text)) {
            return text;
        }
        String words = longest(text, wordEnds(text), fits);
        String clauses = longest(text, clauseEnds(text), fits);
        return clauses.length() >= LEAST_SHARE * words.length() ? clauses : words;
    }

    private static String longest(String text, List<Integer> ends, Predicate<String> fits) {
        int low = 0;
        int high = ends.size();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (fits.test(beginning(text, ends.get(middle - 1)))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low == 0 ? "" : beginning(text, ends.get(low - 1));
    }

    private static String beginning(String text, int end) {
        int last = end;
        while (last > 0 && (isSpace(text.charAt(last - 1)) || isClauseEnd(text.charAt(last - 1)))) {
            last--;
        }
        return text.substring(0, last);
    }

    /** Returns where a space follows a word. */
    private static List<Integer> wordEnds(String text) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 1; i < text.length(); i++) {
            if (isSpace(text.charAt(i)) && !isSpace(text.charAt(i - 1))) {
                ends.add(i);
            }
        }
        return ends;
    }

    /** Returns where signs end a clause: before a space, so that 1.5 and 10:30 stay whole, or anywhere if they are wide. */
    private static List<Integer> clauseEnds(String text) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 1; i < text.length(); i++) {
            boolean narrow =
                    CLAUSE_ENDS.indexOf(text.charAt(i)) >= 0 && (i + 1 == text.length() || isSpace(text.charAt(i + 1)));
            if (narrow || WIDE_CLAUSE_ENDS.indexOf(text.charAt(i)) >= 0) {
                ends.add(i);
            }
        }
        return ends;
    }

    private static boolean isClauseEnd(char c) {
        return CLAUSE_ENDS.indexOf(c) >= 0 || WIDE_CLAUSE_ENDS.indexOf(c) >= 0;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c);
    }
}
