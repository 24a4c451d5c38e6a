package dev.osediff.pipeline;

import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Classifier-free guidance (Ho and Salimans, arXiv 2207.12598, as S3Diff uses it for one step): a prediction that goes from the
 * negative prompt's through the prompt's and on. Both come from one run of the denoiser, as samples 0 (the prompt) and 1.
 */
final class Guidance {
    private Guidance() {}

    /** Returns two values [1, ...] of one shape as the samples [2, ...]. */
    static Tensor samples(Tensor prompt, Tensor negative) {
        if (!Arrays.equals(prompt.shape(), negative.shape()) || prompt.dim(0) != 1) {
            throw new IllegalArgumentException("two inputs of one sample each, found " + prompt + " and " + negative);
        }
        int length = prompt.data().length;
        float[] both = Arrays.copyOf(prompt.data(), 2 * length);
        System.arraycopy(negative.data(), 0, both, length, length);
        int[] shape = prompt.shape();
        shape[0] = 2;
        return Tensor.of(both, shape);
    }

    /**
     * Returns the guided prediction n + s (p − n), float32.
     *
     * @param predictions [2, ...], p and n; or without a scale the one prediction [1, ...], which is returned
     * @param scale s; 1 gives p
     * @return [1, ...]
     */
    static Tensor of(Tensor predictions, OptionalDouble scale) {
        if (scale.isEmpty()) {
            return predictions;
        }
        int[] shape = predictions.shape();
        if (shape[0] != 2) {
            throw new IllegalArgumentException("guidance takes two predictions, found " + predictions);
        }
        float s = (float) scale.getAsDouble();
        float[] data = predictions.data();
        int length = data.length / 2;
        float[] guided = new float[length];
        for (int i = 0; i < length; i++) {
            float negative = data[length + i];
            guided[i] = negative + s * (data[i] - negative);
        }
        shape[0] = 1;
        return Tensor.of(guided, shape);
    }
}
