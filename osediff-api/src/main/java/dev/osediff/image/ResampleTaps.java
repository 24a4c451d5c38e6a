package dev.osediff.image;

/** Where each output sample of one axis looks and with which weights (summing to 1). */
final class ResampleTaps {
    private final int[] first;
    private final float[][] weights;
    private final double[][] exact;

    private ResampleTaps(int[] first, float[][] weights, double[][] exact) {
        this.first = first;
        this.weights = weights;
        this.exact = exact;
    }

    /**
     * Computes output samples [begin, end) of an axis.
     *
     * @param sourceSize samples of the source axis; taps outside are dropped and the others renormalised
     * @param from start of the source interval
     * @param to end of the source interval
     * @param size output samples that the whole interval becomes
     */
    static ResampleTaps of(
            int sourceSize, double from, double to, int size, ResampleFilter filter, int begin, int end) {
        double scale = (to - from) / size;
        double filterScale = Math.max(1, scale);
        double support = filter.support() * filterScale;
        int[] first = new int[end - begin];
        float[][] weights = new float[end - begin][];
        double[][] exactWeights = new double[end - begin][];
        for (int i = begin; i < end; i++) {
            double center = from + (i + 0.5) * scale;
            int low = Math.max(0, (int) (center - support + 0.5));
            int high = Math.min(sourceSize, (int) (center + support + 0.5));
            double[] exact = new double[high - low];
            double sum = 0;
            for (int k = 0; k < exact.length; k++) {
                exact[k] = filter.at((k + low - center + 0.5) / filterScale);
                sum += exact[k];
            }
            float[] taps = new float[exact.length];
            for (int k = 0; k < taps.length; k++) {
                exact[k] /= sum;
                taps[k] = (float) exact[k];
            }
            first[i - begin] = low;
            weights[i - begin] = taps;
            exactWeights[i - begin] = exact;
        }
        return new ResampleTaps(first, weights, exactWeights);
    }

    /** Returns the number of output samples. */
    int size() {
        return first.length;
    }

    /** Returns the first source sample of output sample {@code i}. */
    int first(int i) {
        return first[i];
    }

    /** Returns the weights of output sample {@code i}, not a copy. */
    float[] weights(int i) {
        return weights[i];
    }

    /** Returns the weights of output sample {@code i} in double precision, not a copy. */
    double[] exactWeights(int i) {
        return exact[i];
    }

    /** Returns the first source sample that any output sample needs. */
    int sourceBegin() {
        return first[0];
    }

    /** Returns one more than the last source sample that any output sample needs. */
    int sourceEnd() {
        int last = first.length - 1;
        return first[last] + weights[last].length;
    }
}
