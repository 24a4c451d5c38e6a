package dev.osediff.prompt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Byte-level byte-pair encoding of one word (Sennrich et al. 2016, over bytes as in GPT-2): its UTF-8 bytes become
 * tokens, the last one marked as the end of a word, and the most urgent pair of neighbours is joined, the leftmost of
 * equals, until no pair is left to join. Time n log n in the word's bytes. Immutable and thread-safe.
 */
final class BytePairEncoder {
    static final String END_OF_WORD = "</w>";
    private static final int BYTES = 256;

    private final int[] inner = new int[BYTES];
    private final int[] last = new int[BYTES];
    private final Merges merges;

    /**
     * Creates an encoder.
     *
     * @param unknown the id of bytes that the vocabulary does not have
     */
    BytePairEncoder(Vocabulary vocabulary, Merges merges, int unknown) {
        this.merges = merges;
        String symbols = byteSymbols();
        for (int b = 0; b < BYTES; b++) {
            String symbol = symbols.substring(b, b + 1);
            Integer id = vocabulary.find(symbol);
            inner[b] = id == null ? unknown : id;
            id = vocabulary.find(symbol + END_OF_WORD);
            last[b] = id == null ? unknown : id;
        }
    }

    /** Returns the character that stands for each byte: its Latin-1 character if that is visible, else one from U+0100 on. */
    static String byteSymbols() {
        StringBuilder symbols = new StringBuilder(BYTES);
        char next = 0x100;
        for (char b = 0; b < BYTES; b++) {
            boolean visible = b >= '!' && b <= '~' || b >= 0xA1 && b != 0xAD;
            symbols.append(visible ? b : next++);
        }
        return symbols.toString();
    }

    /** Returns the tokens of a word that is not empty. */
    int[] encode(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ids[i] = (i == bytes.length - 1 ? last : inner)[bytes[i] & 0xFF];
        }
        return new Word(ids).merged();
    }

    /** Tokens in a doubly linked list, with the pairs that can be joined in a queue of (rank, place). */
    private final class Word {
        private static final int GONE = -1;

        private final int[] ids;
        private final int[] next;
        private final int[] previous;
        private final LongHeap pairs;

        Word(int[] ids) {
            this.ids = ids;
            next = new int[ids.length];
            previous = new int[ids.length];
            pairs = new LongHeap(ids.length);
            for (int i = 0; i < ids.length; i++) {
                previous[i] = i - 1;
                next[i] = i + 1;
            }
            for (int i = 0; i < ids.length; i++) {
                offer(i);
            }
        }

        private void offer(int at) {
            if (at >= 0 && next[at] < ids.length) {
                int rank = merges.rank(ids[at], ids[next[at]]);
                if (rank != Merges.NONE) {
                    pairs.add((long) rank << 32 | at);
                }
            }
        }

        int[] merged() {
            while (!pairs.isEmpty()) {
                long pair = pairs.poll();
                join((int) (pair >>> 32), (int) pair);
            }
            return Arrays.stream(ids).filter(id -> id != GONE).toArray();
        }

        /** Joins the token at a place with the one after it, unless an earlier merge has changed either. */
        private void join(int rank, int at) {
            if (ids[at] == GONE || next[at] == ids.length || !stillGives(rank, at)) {
                return;
            }
            int right = next[at];
            ids[at] = merges.result(rank);
            ids[right] = GONE;
            next[at] = next[right];
            if (next[at] < ids.length) {
                previous[next[at]] = at;
            }
            offer(previous[at]);
            offer(at);
        }

        private boolean stillGives(int rank, int at) {
            int now = merges.rank(ids[at], ids[next[at]]);
            return now != Merges.NONE && merges.result(now) == merges.result(rank);
        }
    }
}
