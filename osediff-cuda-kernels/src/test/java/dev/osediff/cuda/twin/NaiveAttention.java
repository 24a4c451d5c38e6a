package dev.osediff.cuda.twin;

import dev.osediff.cuda.kernel.AttentionShape;

/** Attention by its definition, in double precision, one query at a time. */
public final class NaiveAttention {
    private NaiveAttention() {}

    /** Returns the result for one query. */
    public static double[] row(AttentionShape shape, Strided q, Strided k, Strided v, int batch, int head, int row) {
        int keys = shape.causal() ? Math.min(shape.keys(), row + 1) : shape.keys();
        double[] scores = new double[keys];
        double highest = Double.NEGATIVE_INFINITY;
        for (int key = 0; key < keys; key++) {
            for (int c = 0; c < shape.channels(); c++) {
                scores[key] += (double) q.data()[q.at(batch, head, row, c)] * k.data()[k.at(batch, head, key, c)];
            }
            scores[key] *= shape.scale();
            highest = Math.max(highest, scores[key]);
        }
        double sum = 0;
        double[] result = new double[shape.channels()];
        for (int key = 0; key < keys; key++) {
            double weight = Math.exp(scores[key] - highest);
            sum += weight;
            for (int c = 0; c < result.length; c++) {
                result[c] += weight * v.data()[v.at(batch, head, key, c)];
            }
        }
        for (int c = 0; c < result.length; c++) {
            result[c] /= sum;
        }
        return result;
    }
}
