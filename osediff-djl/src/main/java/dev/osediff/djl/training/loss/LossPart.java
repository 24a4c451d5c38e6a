package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import java.util.List;

/** One summand of a generator's loss. Implementations are immutable. */
public interface LossPart {
    /** Returns what it is called in logs and error texts. */
    String name();

    /** Returns how many inputs of its own it has besides the generator's result and the target. */
    int inputs();

    /**
     * Computes the summand.
     *
     * @param step the generator's result and the target, with the gradient of what is trained
     * @param frozen cursor at the root of the parameters that stay
     * @param inputs its own inputs, float32; its class states names and shapes
     * @return a float32 scalar of rank 0
     */
    <T> T compute(TrainingOps<T> ops, OneStep<T> step, Weights<T> frozen, List<T> inputs);
}
