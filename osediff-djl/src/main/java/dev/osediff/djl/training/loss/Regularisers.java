package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Network;
import dev.osediff.network.Weights;

/**
 * The two denoisers of distillation, of one architecture: the frozen one has the parameters {@code teacher.…}, the fine-tuned
 * one what {@link PartWeights} says of the part {@code regulariser}. Inputs: sample, time and, if conditional, context.
 *
 * @param teacher the frozen one
 * @param student the fine-tuned one, with adapters if it has any
 * @param conditional whether it has a condition
 * @param parts where the fine-tuned one's parameters lie
 */
public record Regularisers(Network teacher, Network student, boolean conditional, PartWeights parts) {
    /** What the frozen one's parameters are called. */
    public static final String TEACHER = "teacher";

    /** What the fine-tuned one is called. */
    public static final String TUNED = "regulariser";

    <T> Denoiser<T> frozen(TrainingOps<T> ops, Weights<T> frozen) {
        return Denoiser.of(ops, teacher, frozen.at(TEACHER));
    }

    <T> Denoiser<T> tuned(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen) {
        return Denoiser.of(ops, student, parts.of(ops, TUNED, TUNED, trained, frozen));
    }
}
