package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import java.util.List;

/**
 * What {@link NoiseTimes} drew, as values within a loss, and the sums that {@link Mixture} stands for. All float32.
 *
 * @param noise [N, C, h, w]
 * @param coefficients [N, 6]
 * @param time sinusoid [N, timeChannels]
 * @param <T> the implementation's value type
 */
record Noising<T>(T noise, T coefficients, T time) {
    /** Takes the inputs in the order of {@link NoiseTimes#draw} from a position on. */
    static <T> Noising<T> of(List<T> inputs, int from) {
        return new Noising<>(inputs.get(from), inputs.get(from + 1), inputs.get(from + 2));
    }

    /** Refuses noise that is not of the latent's shape. */
    void require(TrainingOps<T> ops, String loss, T latent) {
        int[] shape = ops.shape(latent);
        Refused.unlessShaped(ops, loss, "noise", noise, shape);
        Refused.unlessShaped(ops, loss, "coefficients", coefficients, shape[0], Mixture.COEFFICIENTS);
        Refused.unlessShaped(ops, loss, "sinusoid", time, shape[0], ops.shape(time)[1]);
    }

    /** Returns the noisy latent. */
    T noisy(TrainingOps<T> ops, T latent) {
        return sum(ops, latent, 0, noise, 1);
    }

    /** Returns the estimate of the clean latent from a prediction. */
    T clean(TrainingOps<T> ops, T noisy, T prediction) {
        return sum(ops, noisy, 2, prediction, 3);
    }

    /** Returns what a prediction is to be. */
    T target(TrainingOps<T> ops, T latent) {
        return sum(ops, latent, 4, noise, 5);
    }

    private T sum(TrainingOps<T> ops, T a, int ofA, T b, int ofB) {
        return ops.add(ops.multiply(a, coefficient(ops, ofA)), ops.multiply(b, coefficient(ops, ofB)));
    }

    private T coefficient(TrainingOps<T> ops, int index) {
        return PerSample.spread(ops, ops.slice(coefficients, 1, index, index + 1), ops.shape(noise));
    }
}
