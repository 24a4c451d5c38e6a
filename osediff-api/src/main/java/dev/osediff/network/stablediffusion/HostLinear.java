package dev.osediff.network.stablediffusion;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.function.Function;

/**
 * Linear layers of one vector, summed in double precision: for the few that are computed once, when a model is opened.
 *
 * @param source where weight and bias lie
 */
record HostLinear(TensorSource source) {
    /**
     * Computes weight · x + bias.
     *
     * @param layer checkpoint path of the layer
     * @param x input
     * @param out length of the result
     */
    float[] apply(String layer, float[] x, int out) {
        CheckpointWeights<Tensor> weights = new CheckpointWeights<>(source, Function.identity());
        float[] weight = weights.fetch(layer + ".weight", out, x.length).data();
        float[] result = weights.fetch(layer + ".bias", out).data();
        for (int o = 0; o < out; o++) {
            double sum = result[o];
            for (int i = 0; i < x.length; i++) {
                sum += (double) weight[o * x.length + i] * x[i];
            }
            result[o] = (float) sum;
        }
        return result;
    }
}
