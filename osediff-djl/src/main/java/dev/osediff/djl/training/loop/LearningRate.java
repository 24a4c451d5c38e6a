package dev.osediff.djl.training.loop;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * The learning rate of each step.
 *
 * @param form how it goes after the warm-up
 * @param peak the largest rate, above 0
 * @param warmUpSteps steps over which it rises linearly, 0 for none
 */
public record LearningRate(Form form, float peak, int warmUpSteps) {
    private static final double LAST_SHARE = 0.05;

    /** How a rate goes after its warm-up. */
    public enum Form {
        /** It stays. */
        CONSTANT,
        /** It falls to 5 % along half a cosine over the whole run. */
        COSINE
    }

    /**
     * Refuses rates and steps out of range.
     *
     * @throws InvalidOptionException naming what was found
     */
    public LearningRate {
        if (!(peak > 0) || Float.isInfinite(peak) || warmUpSteps < 0) {
            throw new InvalidOptionException(new Problem(
                    "learning rate",
                    peak + " with " + warmUpSteps + " steps of warm-up",
                    "a finite number above 0 and at least 0 steps",
                    "Take a small number, such as 1e-4."));
        }
    }

    /**
     * Returns the rate of a step.
     *
     * @param step counted from 0
     * @param steps of the whole run
     */
    public float at(long step, long steps) {
        double warmUp = warmUpSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmUpSteps);
        if (form == Form.CONSTANT) {
            return (float) (peak * warmUp);
        }
        double cosine = 0.5 + 0.5 * Math.cos(Math.PI * Math.min(1.0, (double) step / steps));
        return (float) (peak * warmUp * (LAST_SHARE + (1 - LAST_SHARE) * cosine));
    }
}
