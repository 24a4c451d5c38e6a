package dev.osediff.djl.training.loss;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * The smallest denoiser that reads everything: p_c = Σ_i M_ci · sample_i + Σ_j T_cj · time_j + Σ_k K_ck · context_k, with one
 * token of context per pixel, so that a test can compute it by hand.
 */
record AffineDenoiser(int channels, int timeChannels, int contextChannels) implements Network {
    @Override
    public String name() {
        return "AffineDenoiser";
    }

    @Override
    public List<String> inputNames() {
        return List.of("sample", "time", "context");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, channels, 1, 1}, new int[] {1, timeChannels}, new int[] {1, 1, contextChannels});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        int[] shape = ops.shape(inputs.get(0));
        T sample = ops.conv2d(inputs.get(0), w.tensor("sample", channels, channels, 1, 1), null, Conv2dSpec.POINTWISE);
        T time = ops.linear(inputs.get(1), w.tensor("time", channels, timeChannels), null);
        T sum = ops.addChannelBias(sample, time);
        if (contextChannels == 0) {
            return sum;
        }
        T context = ops.linear(inputs.get(2), w.tensor("context", channels, contextChannels), null);
        return ops.add(sum, ops.tokensToMap(context, shape[2], shape[3]));
    }

    /** The same from plain arrays, at one element of the batch. */
    double predict(
            double[] sample, Tensor time, Tensor context, Tensor m, Tensor t, Tensor k, int n, int c, int pixel) {
        int pixels = sample.length / time.dim(0) / channels;
        double sum = 0;
        for (int i = 0; i < channels; i++) {
            sum += m.data()[c * channels + i] * sample[(n * channels + i) * pixels + pixel];
        }
        for (int i = 0; i < timeChannels; i++) {
            sum += (double) t.data()[c * timeChannels + i] * time.data()[n * timeChannels + i];
        }
        for (int i = 0; i < contextChannels; i++) {
            sum += (double) k.data()[c * contextChannels + i]
                    * context.data()[(n * pixels + pixel) * contextChannels + i];
        }
        return sum;
    }
}
