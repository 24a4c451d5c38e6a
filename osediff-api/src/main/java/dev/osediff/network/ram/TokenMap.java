package dev.osediff.network.ram;

import dev.osediff.network.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tokens of a map in some order. What works on each token alone need not know it, so tokens are moved only where the order
 * that a block wants differs from the one they are in.
 *
 * @param tokens [N, height · width, C]
 * @param height rows of the map
 * @param width columns of the map
 * @param order number on the map, row by row, of each token
 */
record TokenMap<T>(T tokens, int height, int width, int[] order) {
    /** Wraps tokens that lie row by row. */
    static <T> TokenMap<T> inRows(T tokens, int height, int width) {
        return new TokenMap<>(
                tokens, height, width, IntStream.range(0, height * width).toArray());
    }

    TokenMap<T> with(T other) {
        return new TokenMap<>(other, height, width, order);
    }

    /** Returns the same tokens in another order. */
    TokenMap<T> in(int[] wanted, Ops<T> ops) {
        return new TokenMap<>(picked(wanted, ops), height, width, wanted);
    }

    /** Returns the same tokens row by row. */
    TokenMap<T> inRows(Ops<T> ops) {
        return in(IntStream.range(0, order.length).toArray(), ops);
    }

    private T picked(int[] wanted, Ops<T> ops) {
        int[] place = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
        }
        int[] select = IntStream.of(wanted).map(token -> place[token]).toArray();
        boolean asItIs = select.length == order.length
                && IntStream.range(0, select.length).allMatch(i -> select[i] == i);
        return asItIs ? tokens : ops.selectTokens(tokens, select);
    }

    /**
     * Joins the channels of each 2 × 2 tokens: top left, bottom left, top right, bottom right.
     *
     * @return [N, height / 2 · width / 2, 4 C], row by row
     */
    TokenMap<T> blocks(Ops<T> ops) {
        List<T> corners = new ArrayList<>();
        int columns = width / 2;
        for (int corner = 0; corner < 4; corner++) {
            int first = corner % 2 * width + corner / 2;
            corners.add(picked(
                    IntStream.range(0, order.length / 4)
                            .map(i -> i / columns * 2 * width + i % columns * 2 + first)
                            .toArray(),
                    ops));
        }
        return inRows(ops.concat(corners, 2), height / 2, columns);
    }
}
