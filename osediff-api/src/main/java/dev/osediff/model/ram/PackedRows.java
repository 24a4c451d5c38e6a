package dev.osediff.model.ram;

import java.util.List;

/**
 * Which rows of a weight an adapter of DAPE changes. loralib's packed layers hold one pair of factors for each part that is
 * changed, one below the other: of query, key and value, RAM's vision changes query and value.
 *
 * @param parts parts of the weight, one below the other
 * @param changed numbers of those that have factors, in order
 */
record PackedRows(int parts, List<Integer> changed) {
    private static final PackedRows WHOLE = new PackedRows(1, List.of(0));
    private static final PackedRows QUERY_AND_VALUE = new PackedRows(3, List.of(0, 2));
    private static final String PACKED = ".attn.qkv";

    /** Returns the layout of a module's weight. */
    static PackedRows of(String module) {
        return module.endsWith(PACKED) ? QUERY_AND_VALUE : WHOLE;
    }

    /** Returns the shape of all factors A of a weight. */
    int[] shapeOfA(int rank, int[] weight) {
        return new int[] {rank * changed.size(), weight[1]};
    }

    /** Returns the shape of all factors B of a weight. */
    int[] shapeOfB(int rank, int[] weight) {
        return new int[] {weight[0] / parts * changed.size(), rank};
    }

    /**
     * Adds scale · B·A to the weight's rows.
     *
     * @param weight [rows, in], changed
     */
    void add(float[] weight, int[] shape, float[] a, float[] b, int rank, float scale) {
        int in = shape[1];
        int rows = shape[0] / parts;
        for (int group = 0; group < changed.size(); group++) {
            for (int row = 0; row < rows; row++) {
                int at = (changed.get(group) * rows + row) * in;
                for (int r = 0; r < rank; r++) {
                    float factor = scale * b[(group * rows + row) * rank + r];
                    int from = (group * rank + r) * in;
                    for (int i = 0; i < in; i++) {
                        weight[at + i] += factor * a[from + i];
                    }
                }
            }
        }
    }
}
