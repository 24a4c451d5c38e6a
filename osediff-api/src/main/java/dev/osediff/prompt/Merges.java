package dev.osediff.prompt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pairs of tokens of a {@code merges.txt} that are joined, most urgent first, by id. Immutable. */
final class Merges {
    /** The rank of a pair that is not joined. */
    static final int NONE = Integer.MAX_VALUE;

    private static final String VERSION = "#version";

    private final Map<Long, Integer> ranks = new HashMap<>();
    private final int[] results;

    /** Reads one pair per line; a first line that starts with #version and empty lines at the end do not count. */
    Merges(TokenizerFile file, Vocabulary vocabulary) {
        List<String> lines = file.text().lines().toList();
        int first = !lines.isEmpty() && lines.get(0).startsWith(VERSION) ? 1 : 0;
        int end = lines.size();
        while (end > first && lines.get(end - 1).isEmpty()) {
            end--;
        }
        results = new int[end - first];
        for (int rank = 0; rank < results.length; rank++) {
            add(file, vocabulary, first + rank, lines.get(first + rank), rank);
        }
    }

    private void add(TokenizerFile file, Vocabulary vocabulary, int index, String line, int rank) {
        String[] pair = line.split(" ", -1);
        String place = "line " + (index + 1) + ": ";
        if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
            throw file.failure(place + line, "two tokens with one space between them", null);
        }
        String[] tokens = {pair[0], pair[1], pair[0] + pair[1]};
        int[] ids = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            Integer id = vocabulary.find(tokens[i]);
            if (id == null) {
                throw file.failure(place + "token " + tokens[i], "tokens of the vocabulary", null);
            }
            ids[i] = id;
        }
        if (ranks.putIfAbsent(key(ids[0], ids[1]), rank) != null) {
            throw file.failure(place + line + " again", "each pair once", null);
        }
        results[rank] = ids[2];
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    /** Returns how urgent joining two tokens is, 0 first, or {@link #NONE}. */
    int rank(int left, int right) {
        return ranks.getOrDefault(key(left, right), NONE);
    }

    /** Returns the token that a merge gives. */
    int result(int rank) {
        return results[rank];
    }
}
