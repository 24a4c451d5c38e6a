package dev.osediff.degradation;

import java.util.ArrayList;
import java.util.List;

/**
 * One summand column · rowᵀ of a kernel. A Gaussian whose axes are the picture's has one, the others have a few, which
 * is far less work than all weights of a large kernel.
 */
record SeparableTerm(float[] column, float[] row) {
    /** Sum of absolute differences that may remain: a tenth of an 8-bit level where it is worst. */
    private static final double TOLERANCE = 4e-4;

    /**
     * Takes a kernel apart by cross approximation with full pivoting: again and again the largest remaining weight
     * gives the row and the column of the next term.
     *
     * @param mostTerms at which number to give up
     * @return the terms, or an empty list if more than {@code mostTerms} would be needed
     */
    static List<SeparableTerm> decompose(BlurKernel kernel, int mostTerms) {
        int size = kernel.size();
        double[] rest = new double[size * size];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = kernel.weights()[i];
        }
        List<SeparableTerm> terms = new ArrayList<>();
        while (true) {
            int pivot = 0;
            double remaining = 0;
            for (int i = 0; i < rest.length; i++) {
                double magnitude = Math.abs(rest[i]);
                remaining += magnitude;
                pivot = magnitude > Math.abs(rest[pivot]) ? i : pivot;
            }
            if (remaining <= TOLERANCE) {
                return terms;
            }
            if (terms.size() == mostTerms) {
                return List.of();
            }
            terms.add(subtract(rest, size, pivot));
        }
    }

    private static SeparableTerm subtract(double[] rest, int size, int pivot) {
        double[] column = new double[size];
        double[] row = new double[size];
        for (int i = 0; i < size; i++) {
            column[i] = rest[i * size + pivot % size] / rest[pivot];
            row[i] = rest[pivot / size * size + i];
        }
        SeparableTerm term = new SeparableTerm(new float[size], new float[size]);
        for (int y = 0; y < size; y++) {
            term.column[y] = (float) column[y];
            term.row[y] = (float) row[y];
            for (int x = 0; x < size; x++) {
                rest[y * size + x] -= column[y] * row[x];
            }
        }
        return term;
    }
}
