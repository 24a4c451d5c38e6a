package dev.osediff.djl.training.distillation;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * What is added to the losses of the picture.
 *
 * @param loss which loss
 * @param weight its weight, above 0; not looked at for {@link DistillationLoss#NONE}
 * @param lowestTime first time of the noise that distillation looks at, as a share of the schedule
 * @param highestTime last one
 */
public record Objective(DistillationLoss loss, float weight, double lowestTime, double highestTime) {
    /**
     * Refuses numbers out of range.
     *
     * @throws InvalidOptionException naming them
     */
    public Objective {
        boolean isWeighted = loss == DistillationLoss.NONE || weight > 0 && Float.isFinite(weight);
        if (!isWeighted || !(0 < lowestTime && lowestTime <= highestTime && highestTime <= 1)) {
            throw new InvalidOptionException(new Problem(
                    "loss " + loss + " of distillation",
                    "weight " + weight + " and times " + lowestTime + " to " + highestTime,
                    "a finite weight above 0, and times above 0 and at most 1 in order",
                    "Take the defaults; --loss none leaves the loss out."));
        }
    }
}
