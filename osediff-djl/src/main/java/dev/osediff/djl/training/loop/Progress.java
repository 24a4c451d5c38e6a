package dev.osediff.djl.training.loop;

import java.util.Map;

/**
 * How far a run is after a step.
 *
 * @param stage name of the run or of its stage
 * @param step steps done, from 1
 * @param steps steps in all
 * @param loss the step's loss
 * @param averageLoss a recent average of it
 * @param parts other figures of the step by name: summands of the loss, losses of other networks, gradient norms
 * @param stepsPerSecond a recent average
 * @param picturesPerSecond the same times the pictures of a step
 */
public record Progress(
        String stage,
        long step,
        long steps,
        float loss,
        double averageLoss,
        Map<String, Double> parts,
        double stepsPerSecond,
        double picturesPerSecond) {}
