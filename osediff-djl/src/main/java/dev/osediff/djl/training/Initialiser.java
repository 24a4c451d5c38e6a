package dev.osediff.djl.training;

import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * First values of the parameters. Convolutions and linear layers are Gaussian with variance 1 / fan-in; the last
 * convolution of each residual branch starts at zero, so that a block starts as the identity; biases are 0 and gains 1.
 * The autoencoder's shortcuts are the principal components of patches, scaled so that each latent channel has unit
 * variance.
 */
public final class Initialiser {
    private Initialiser() {}

    /** Fills every parameter of a layout, equal for equal seeds. */
    public static Map<String, Tensor> random(ParameterLayout layout, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (String name : layout.names()) {
            int[] shape = layout.shape(name);
            Tensor tensor = Tensor.zeros(shape);
            if (shape.length > 1 && !name.endsWith("conv2.weight") && !name.endsWith("conv_out.weight")) {
                int fanIn = tensor.data().length / shape[0];
                double deviation = Math.sqrt(1.0 / fanIn);
                float[] data = tensor.data();
                for (int i = 0; i < data.length; i++) {
                    data[i] = (float) (random.nextGaussian() * deviation);
                }
            } else if (shape.length == 1 && name.endsWith("weight")) {
                Arrays.fill(tensor.data(), 1f);
            }
            values.put(name, tensor);
        }
        return values;
    }

    /**
     * Sets the shortcuts of encoder and decoder to whitened principal components.
     *
     * @param patches rows in the channel order of pixel-unshuffle, in [-1, 1]
     */
    static void principalComponents(Map<String, Tensor> values, float[][] patches) {
        PrincipalComponents pca = PrincipalComponents.of(patches);
        float[] encode = values.get("encoder.shortcut.weight").data();
        float[] encodeBias = values.get("encoder.shortcut.bias").data();
        float[] decode = values.get("decoder.shortcut.weight").data();
        float[] decodeBias = values.get("decoder.shortcut.bias").data();
        int channels = encodeBias.length;
        int block = decodeBias.length;
        for (int c = 0; c < channels; c++) {
            double deviation = Math.max(pca.deviations()[c], 1e-4);
            double offset = 0;
            for (int i = 0; i < block; i++) {
                double direction = pca.directions()[c][i];
                encode[c * block + i] = (float) (direction / deviation);
                decode[i * channels + c] = (float) (direction * deviation);
                offset -= direction / deviation * pca.mean()[i];
            }
            encodeBias[c] = (float) offset;
        }
        for (int i = 0; i < block; i++) {
            decodeBias[i] = (float) pca.mean()[i];
        }
    }
}
