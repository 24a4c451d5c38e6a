package dev.osediff.network.ram;

import dev.osediff.network.Tensor;

/**
 * Square windows on a map of tokens, after the map was moved up and left by the shift, around the edges (arXiv 2103.14030,
 * fig. 4). Tokens that the move brought together from opposite edges do not see each other.
 *
 * @param height rows of tokens, divisible by the window
 * @param width columns of tokens, divisible by the window
 * @param window side of a window
 * @param shift 0 to window − 1
 */
record WindowGrid(int height, int width, int window, int shift) {
    /** What the reference adds to the scores of tokens that do not see each other. */
    static final float HIDDEN = -100;

    WindowGrid {
        if (window < 1 || height % window != 0 || width % window != 0 || shift < 0 || shift >= window) {
            throw new IllegalArgumentException(
                    "a map of " + width + " x " + height + " has no whole windows of " + window + " moved by " + shift);
        }
    }

    /** Returns the windows of one block: a window as large as the map is not moved. */
    static WindowGrid of(int height, int width, int window, boolean shifted) {
        int side = Math.min(window, Math.min(height, width));
        return new WindowGrid(
                height, width, side, shifted && side == window && Math.min(height, width) > window ? window / 2 : 0);
    }

    private int windowsAcross() {
        return width / window;
    }

    private int windows() {
        return height / window * windowsAcross();
    }

    /** Row on the moved map of a token, by its place in the order of windows. */
    private int row(int place) {
        int of = place / (window * window);
        return of / windowsAcross() * window + place / window % window;
    }

    private int column(int place) {
        int of = place / (window * window);
        return of % windowsAcross() * window + place % window;
    }

    /** Returns the tokens, by their number on the map row by row, in the order of windows. */
    int[] order() {
        int[] order = new int[height * width];
        for (int place = 0; place < order.length; place++) {
            order[place] = (row(place) + shift) % height * width + (column(place) + shift) % width;
        }
        return order;
    }

    /** Returns what hides tokens from each other, [windows, 1, L, L], or null without a shift. */
    Tensor mask() {
        if (shift == 0) {
            return null;
        }
        int length = window * window;
        Tensor mask = Tensor.zeros(windows(), 1, length, length);
        for (int i = 0; i < mask.data().length; i++) {
            int first = i / (length * length) * length;
            if (region(first + i / length % length) != region(first + i % length)) {
                mask.data()[i] = HIDDEN;
            }
        }
        return mask;
    }

    /** The part of the picture that a token comes from: the move cuts it into four. */
    private int region(int place) {
        int down = row(place) >= height - shift ? 1 : 0;
        int right = column(place) >= width - shift ? 1 : 0;
        return 2 * down + right;
    }

    /**
     * Returns for each pair of tokens of a window, query first, the row of the bias table: by the vertical, then the
     * horizontal distance from key to query, [1, L·L].
     */
    Tensor distances() {
        int length = window * window;
        int reach = 2 * window - 1;
        Tensor rows = Tensor.zeros(1, length * length);
        for (int i = 0; i < rows.data().length; i++) {
            int query = i / length;
            int key = i % length;
            int down = query / window - key / window + window - 1;
            int right = query % window - key % window + window - 1;
            rows.data()[i] = down * reach + right;
        }
        return rows;
    }
}
