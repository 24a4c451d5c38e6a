package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Tensor;
import java.util.Arrays;

/** Numbers that belong to a whole sample of a batch: averages, and their spread over the sample's map. */
final class PerSample {
    private PerSample() {}

    /**
     * Repeats a number over a sample, with gradient.
     *
     * @param values [N, 1], float32
     * @param shape a shape with N samples
     */
    static <T> T spread(TrainingOps<T> ops, T values, int... shape) {
        int each = Math.toIntExact(Tensor.elements(shape)) / shape[0];
        float[] ones = new float[each];
        Arrays.fill(ones, 1);
        T column = ops.toFloat32(ops.constant(Tensor.of(ones, each, 1)));
        return ops.reshape(ops.linear(values, column, null), shape);
    }

    /** Returns the mean of each sample of x [N, C, H, W] as [N, 1], float32. */
    static <T> T mean(TrainingOps<T> ops, T x) {
        T moments = ops.groupMoments(x, 1);
        return ops.reshape(ops.slice(moments, 2, 0, 1), ops.shape(x)[0], 1);
    }
}
