package dev.osediff.network.stablediffusion;

import dev.osediff.network.Tensor;

/** Arithmetic on parameters, for those that are folded when a model is opened. Sums are in double precision. */
final class FoldedTensors {
    private FoldedTensors() {}

    /** Multiplies a tensor's own values by the attention's factor 1 / √d and returns it. */
    static Tensor scaleQuery(Tensor query, int headChannels) {
        float[] values = query.data();
        double factor = 1 / Math.sqrt(headChannels);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
        return query;
    }

    /**
     * Returns the weight of a convolution followed by a pointwise one: [O, I, kh, kw] of pointwise [O, M] times first
     * [M, I, kh, kw].
     */
    static Tensor after(Tensor pointwise, Tensor first) {
        int out = pointwise.dim(0);
        int middle = first.dim(0);
        int inner = first.data().length / middle;
        float[] result = new float[out * inner];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < inner; i++) {
                double sum = 0;
                for (int m = 0; m < middle; m++) {
                    sum += (double) pointwise.data()[o * middle + m] * first.data()[m * inner + i];
                }
                result[o * inner + i] = (float) sum;
            }
        }
        return Tensor.of(result, out, first.dim(1), first.dim(2), first.dim(3));
    }

    /** Returns the bias [O] that goes with it: pointwise [O, M] times the first one's bias [M], plus the second one's [O]. */
    static Tensor after(Tensor pointwise, Tensor second, Tensor first) {
        int middle = first.dim(0);
        float[] result = second.data().clone();
        for (int o = 0; o < result.length; o++) {
            double sum = result[o];
            for (int m = 0; m < middle; m++) {
                sum += (double) pointwise.data()[o * middle + m] * first.data()[m];
            }
            result[o] = (float) sum;
        }
        return Tensor.of(result, result.length);
    }

    /** Returns the weight [O, I, kh, kw] of a pointwise convolution [M, I] that feeds one without bias [O, M, kh, kw]. */
    static Tensor before(Tensor pointwise, Tensor second) {
        int out = second.dim(0);
        int middle = second.dim(1);
        int in = pointwise.dim(1);
        int taps = second.dim(2) * second.dim(3);
        float[] result = new float[out * in * taps];
        for (int at = 0; at < result.length; at++) {
            int o = at / (in * taps);
            int i = at / taps % in;
            int tap = at % taps;
            double sum = 0;
            for (int m = 0; m < middle; m++) {
                sum += (double) second.data()[(o * middle + m) * taps + tap]
                        * pointwise.data()[m * in + i];
            }
            result[at] = (float) sum;
        }
        return Tensor.of(result, out, in, second.dim(2), second.dim(3));
    }
}
