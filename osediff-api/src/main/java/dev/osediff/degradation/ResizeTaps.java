package dev.osediff.degradation;

import java.util.Arrays;

/**
 * The input samples and weights that make each output sample of one axis, for the methods without antialiasing.
 *
 * @param first index of the first input sample of each output sample
 * @param weights weights of that and the following input samples; they sum to 1
 */
record ResizeTaps(int[] first, float[][] weights) {
    static ResizeTaps of(int from, int to, ResizeMethod method) {
        ResizeTaps taps = new ResizeTaps(new int[to], new float[to][]);
        for (int i = 0; i < to; i++) {
            switch (method) {
                case AREA -> taps.area(i, from, to);
                case BILINEAR -> taps.repeated(i, from, to, 1, ResizeTaps::triangle);
                case BICUBIC -> taps.repeated(i, from, to, 2, ResizeTaps::cubic);
                default -> throw new IllegalArgumentException(method + " is antialiased");
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

    private static double cubic(double t) {
        double a = -0.75;
        double x = Math.abs(t);
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? a * (((x - 5) * x + 8) * x - 4) : 0;
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
    private void repeated(int i, int from, int to, int support, Filter filter) {
        double centre = (i + 0.5) * from / to - 0.5;
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
}
