package dev.osediff.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Shortens a text to a beginning that ends where a reader would pause. */
final class ClauseCutter {
    private static final String PAUSES = ".,;:!?";

    private ClauseCutter() {}

    /**
     * Returns the text if it fits, else its longest beginning of whole clauses that fits, without the pause behind them; else of
     * whole words; else the text.
     *
     * @param fits true for every beginning of a text that fits
     */
    static String cut(String text, Predicate<String> fits) {
        if (fits.test(text)) {
            return text;
        }
        int end = longest(text, ends(text, true), fits);
        if (end == 0) {
            end = longest(text, ends(text, false), fits);
        }
        return end == 0 ? text : text.substring(0, end);
    }

    /** Returns where clauses or words end; a clause's pause is followed by white space or nothing. */
    private static List<Integer> ends(String text, boolean clauses) {
        List<Integer> ends = new ArrayList<>();
        for (int at = 1; at < text.length(); at++) {
            boolean gap = at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1));
            boolean end = clauses
                    ? gap && PAUSES.indexOf(text.charAt(at)) >= 0
                    : Character.isWhitespace(text.charAt(at)) && !Character.isWhitespace(text.charAt(at - 1));
            if (end) {
                ends.add(at);
            }
        }
        return ends;
    }

    private static int longest(String text, List<Integer> ends, Predicate<String> fits) {
        int low = 0;
        int high = ends.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (fits.test(text.substring(0, ends.get(middle)))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : ends.get(low - 1);
    }
}
