package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import java.util.List;

/** The mean squared error of the picture on [-1, 1]: mean over (N, C, H, W) of (x − target)² (osediff.md §2.4, L2). */
public record SquaredError() implements LossPart {
    /**
     * Computes mean (a − b)².
     *
     * @param a any shape, in any type
     * @param b the same shape
     */
    public static <T> T between(TrainingOps<T> ops, T a, T b) {
        T difference = ops.subtract(ops.toFloat32(a), ops.toFloat32(b));
        return ops.mean(ops.multiply(difference, difference));
    }

    @Override
    public String name() {
        return "l2";
    }

    @Override
    public int inputs() {
        return 0;
    }

    @Override
    public <T> T compute(TrainingOps<T> ops, OneStep<T> step, Weights<T> frozen, List<T> inputs) {
        return between(ops, step.image(), step.target());
    }
}
