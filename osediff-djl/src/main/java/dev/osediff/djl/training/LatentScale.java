package dev.osediff.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.osediff.djl.ops.DjlOps;
import dev.osediff.djl.training.loop.NamedTensors;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;
import java.util.Map;

/**
 * Brings the latent to unit deviation per channel after the autoencoder's stage, by folding the factors into the last
 * layers of the encoder and the first of the decoder: the pair's reconstruction does not change. The mean needs none:
 * the stage starts from centred components, and a shift would not be exact at the zero-padded border.
 */
final class LatentScale {
    private LatentScale() {}

    /** Measures the standard deviation of each latent channel over pictures [N, 3, S, S]. */
    static double[] deviations(SmallModelSizes sizes, Map<String, Tensor> values, List<Tensor> pictures) {
        int channels = sizes.autoencoder().latentChannels();
        double[] sum = new double[channels];
        double[] squares = new double[channels];
        long count = 0;
        try (NDManager manager = NDManager.newBaseManager();
                DjlOps parameters = new DjlOps(manager)) {
            Weights<NDArray> weights =
                    Weights.of(new CheckpointWeights<>(new NamedTensors(values, "training"), parameters::constant));
            for (Tensor picture : pictures) {
                try (DjlOps ops = new DjlOps(manager)) {
                    NDArray x = ops.constant(picture);
                    Tensor z = DjlOps.download(sizes.encoder().forward(ops, weights.at("encoder"), List.of(x)));
                    int pixels = z.dim(2) * z.dim(3);
                    for (int i = 0; i < z.data().length; i++) {
                        int c = i / pixels % channels;
                        sum[c] += z.data()[i];
                        squares[c] += (double) z.data()[i] * z.data()[i];
                    }
                    count += (long) z.dim(0) * pixels;
                }
            }
        }
        double[] deviations = new double[channels];
        for (int c = 0; c < channels; c++) {
            double mean = sum[c] / count;
            deviations[c] = Math.sqrt(Math.max(1e-12, squares[c] / count - mean * mean));
        }
        return deviations;
    }

    /** Divides the encoder's output channels by the factors and multiplies the decoder's input channels by them. */
    static void fold(Map<String, Tensor> values, double[] deviations) {
        for (String layer : List.of("encoder.conv_out", "encoder.shortcut")) {
            float[] weight = values.get(layer + ".weight").data();
            float[] bias = values.get(layer + ".bias").data();
            int each = weight.length / bias.length;
            for (int i = 0; i < weight.length; i++) {
                weight[i] /= (float) deviations[i / each];
            }
            for (int c = 0; c < bias.length; c++) {
                bias[c] /= (float) deviations[c];
            }
        }
        for (String layer : List.of("decoder.conv_in", "decoder.shortcut")) {
            Tensor weight = values.get(layer + ".weight");
            int taps = weight.dim(2) * weight.dim(3);
            float[] data = weight.data();
            for (int i = 0; i < data.length; i++) {
                data[i] *= (float) deviations[i / taps % weight.dim(1)];
            }
        }
    }
}
