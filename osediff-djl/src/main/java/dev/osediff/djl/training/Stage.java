package dev.osediff.djl.training;

import dev.osediff.djl.training.loop.LearningRate;

/**
 * One stage of training.
 *
 * @param name names its files and log lines
 * @param kind what it teaches
 * @param steps optimiser steps
 * @param batch pictures per step
 * @param cropPixels side of the square crops, a multiple of 16
 * @param learningRate peak; warms up over the first steps and falls to 5 % along a cosine
 * @param bfloat16 whether networks compute in bfloat16; parameters, losses and optimiser are float32 in any case
 */
public record Stage(
        String name, StageKind kind, int steps, int batch, int cropPixels, float learningRate, boolean bfloat16) {
    private static final int WARM_UP_STEPS = 100;

    /** Refuses sizes below 1 and crops that the networks cannot halve. */
    public Stage {
        if (steps < 1 || batch < 1 || cropPixels < 16 || cropPixels % 16 != 0 || !(learningRate > 0)) {
            throw new IllegalArgumentException("steps and batch must be at least 1, crops a multiple of 16 and the"
                    + " learning rate positive, found " + steps + ", " + batch + ", " + cropPixels + ", "
                    + learningRate);
        }
    }

    /** Returns the learning rate of a step, counted from 0. */
    public float learningRateAt(long step) {
        return new LearningRate(LearningRate.Form.COSINE, learningRate, WARM_UP_STEPS).at(step, steps);
    }
}
