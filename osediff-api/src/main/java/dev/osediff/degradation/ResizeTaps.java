package dev.osediff.degradation;

import java.util.Arrays;

/**
 * The input samples and weights that make each output sample of one axis.
 *
 * @param first index of the first input sample of each output sample
 * @param weights weights of that and the following input samples; they sum to 1
 */
record ResizeTaps(int[] first, float[][] weights) {
    static ResizeTaps of(int from, int to, ResizeMethod method) {
        ResizeTaps taps = new ResizeTaps(new int[to], new float[to][]);
        double ratio = (double) from / to;
        for (int i = 0; i < to; i++) {
            switch (method) {
                case AREA -> taps.area(i, from, to);
                case BILINEAR -> taps.repeated(i, from, ratio, 1, ResizeTaps::triangle);
                case BICUBIC -> taps.repeated(i, from, ratio, 2, t -> cubic(t, -0.75));
                case BILINEAR_ANTIALIASED -> taps.cut(i, from, ratio, 1, Math.max(1, ratio), ResizeTaps::triangle);
                case BICUBIC_ANTIALIASED -> taps.cut(i, from, ratio, 2, Math.max(1, ratio), t -> cubic(t, -0.5));
                case LANCZOS_ANTIALIASED -> taps.cut(i, from, ratio, 3, Math.max(1, ratio), ResizeTaps::lanczos);
            }
        }
        return taps;
    }

    private interface Filter {
        double at(double distance);
    }

    private static double triangle(double t) {
        return Math.max(0, 1 - Math.abs(t));
    }

    private static double cubic(double t, double a) {
        double x = Math.abs(t);
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? a * (((x - 5) * x + 8) * x - 4) : 0;
    }

    private static double lanczos(double t) {
        double x = Math.abs(t) * StrictMath.PI;
        if (x < 1e-9) {
            return 1;
        }
        return Math.abs(t) < 3 ? 3 * StrictMath.sin(x) * StrictMath.sin(x / 3) / (x * x) : 0;
    }

    /** Equal weights over the input pixels that the output pixel touches. */
    private void area(int i, int from, int to) {
        int start = (int) ((long) i * from / to);
        int end = (int) (((long) (i + 1) * from + to - 1) / to);
        float[] equal = new float[end - start];
        Arrays.fill(equal, 1f / equal.length);
        first[i] = start;
        weights[i] = equal;
    }

    /** A filter of fixed width whose samples beyond the border repeat the border sample. */
    private void repeated(int i, int from, double ratio, int support, Filter filter) {
        double centre = (i + 0.5) * ratio - 0.5;
        int low = (int) Math.floor(centre) - support + 1;
        int start = Math.min(Math.max(low, 0), from - 1);
        int end = Math.min(Math.max(low + 2 * support - 1, 0), from - 1);
        float[] row = new float[end - start + 1];
        for (int k = low; k < low + 2 * support; k++) {
            row[Math.min(Math.max(k, 0), from - 1) - start] += (float) filter.at(k - centre);
        }
        first[i] = start;
        weights[i] = row;
    }

    /** A filter that widens with the reduction and is cut off at the border, its weights brought back to sum 1. */
    private void cut(int i, int from, double ratio, int support, double width, Filter filter) {
        double centre = (i + 0.5) * ratio;
        int start = (int) Math.max(0, Math.floor(centre - support * width + 0.5));
        int end = (int) Math.min(from, Math.floor(centre + support * width + 0.5));
        double[] values = new double[end - start];
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            values[k] = filter.at((start + k - centre + 0.5) / width);
            sum += values[k];
        }
        float[] row = new float[values.length];
        for (int k = 0; k < row.length; k++) {
            row[k] = (float) (values[k] / sum);
        }
        first[i] = start;
        weights[i] = row;
    }
}
