package dev.osediff.djl.training.loop;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * Constants of {@link AdamW}.
 *
 * @param beta1 decay of the gradient's mean, in [0, 1)
 * @param beta2 decay of its square's mean, in [0, 1)
 * @param epsilon added to the root, above 0
 * @param weightDecay share of the parameters taken off per step and unit of learning rate, at least 0
 * @param largestGradientNorm longer gradients are shortened to this, above 0
 * @param averageDecay largest decay of the parameters' moving average, in [0, 1); 0 for no averaging
 */
public record AdamWSettings(
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double largestGradientNorm,
        double averageDecay) {
    /** Those of the embedded model's training. */
    public static final AdamWSettings EMBEDDED = new AdamWSettings(0.9, 0.99, 1e-8, 0.01, 1, 0.999);

    /** OSEDiff's (osediff.md §2.6: PyTorch's defaults, norm 1); the paper averages nothing. */
    public static final AdamWSettings PAPER = new AdamWSettings(0.9, 0.999, 1e-8, 0.01, 1, 0);

    /**
     * Refuses numbers out of range.
     *
     * @throws InvalidOptionException naming all of them
     */
    public AdamWSettings {
        if (!isDecay(beta1)
                || !isDecay(beta2)
                || !isDecay(averageDecay)
                || !(epsilon > 0)
                || !(weightDecay >= 0)
                || !(largestGradientNorm > 0)) {
            throw new InvalidOptionException(new Problem(
                    "constants of AdamW",
                    "betas " + beta1 + " and " + beta2 + ", epsilon " + epsilon + ", weight decay " + weightDecay
                            + ", gradient norm " + largestGradientNorm + ", decay of the average " + averageDecay,
                    "decays from 0 to below 1, weight decay at least 0, the others above 0",
                    "Take the defaults."));
        }
    }

    private static boolean isDecay(double value) {
        return value >= 0 && value < 1;
    }
}
