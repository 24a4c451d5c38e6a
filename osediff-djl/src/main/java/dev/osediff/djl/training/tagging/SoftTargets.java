package dev.osediff.djl.training.tagging;

import dev.osediff.djl.ops.TrainingOps;

/** Binary cross-entropy of logits against probabilities, averaged over all labels of the batch. */
final class SoftTargets {
    private SoftTargets() {}

    /**
     * Computes mean −(p ln σ(z) + (1 − p) ln(1 − σ(z))) as mean ln(1 + e^z) − p z.
     *
     * @param logits z, float32, any shape
     * @param probabilities p in [0, 1], float32, the same shape
     */
    static <T> T crossEntropy(TrainingOps<T> ops, T logits, T probabilities) {
        return ops.mean(ops.subtract(ops.softplus(logits), ops.multiply(probabilities, logits)));
    }

    /** Returns σ(z) as e^(−ln(1 + e^−z)). */
    static <T> T probabilities(TrainingOps<T> ops, T logits) {
        return ops.exp(ops.scale(ops.softplus(ops.scale(logits, -1)), -1));
    }
}
