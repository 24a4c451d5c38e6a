package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import java.util.List;

/** A generator from low-quality pictures to clean latents and pictures in one step. Implementations are immutable. */
public interface OneStepGenerator {
    /** Returns how many inputs it has. */
    int inputs();

    /**
     * Generates.
     *
     * @param trained cursor at the root of what is trained
     * @param frozen cursor at the root of what stays
     * @param inputs its inputs, float32; its class states names and shapes
     * @param target the high-quality picture, handed on
     */
    <T> OneStep<T> generate(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs, T target);
}
