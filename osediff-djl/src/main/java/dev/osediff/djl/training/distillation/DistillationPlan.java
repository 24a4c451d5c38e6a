package dev.osediff.djl.training.distillation;

import dev.osediff.djl.training.loop.AdamWSettings;
import dev.osediff.djl.training.loop.LearningRate;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a one-step generator is distilled.
 *
 * @param objective what is added to the losses of the picture
 * @param tuning what learns how
 * @param batches pictures of a step
 * @param learningRate of both optimisers
 * @param optimiser constants of both
 * @param steps optimiser steps of the generator
 * @param stepsBetweenValidations how often it is judged
 * @param bfloat16 whether networks compute in bfloat16; parameters, losses and optimisers are float32 in any case
 * @param seed decides crops, degradations, noise and first values of adapters
 */
public record DistillationPlan(
        Objective objective,
        Tuning tuning,
        Batches batches,
        LearningRate learningRate,
        AdamWSettings optimiser,
        long steps,
        int stepsBetweenValidations,
        boolean bfloat16,
        long seed) {
    /**
     * The paper's (osediff.md §2.4 to §2.6): VSD of weight 1 at 2 % to 98 % of the schedule, rank 4, 4 × 4 crops of 512², a
     * constant 5e-5 (its 500 steps of warm-up have no effect), AdamW with PyTorch's betas, "about 14k iterations" (author),
     * seed 123. For reference: the embedded model's data reaches 256².
     */
    public static final DistillationPlan PAPER = new DistillationPlan(
            new Objective(DistillationLoss.VSD, 1, 0.02, 0.98),
            Tuning.all(Rank.of(4)),
            new Batches(16, 1, 512, 400),
            new LearningRate(LearningRate.Form.CONSTANT, 5e-5f, 0),
            AdamWSettings.PAPER,
            14_000,
            500,
            false,
            123);

    /**
     * The embedded model's, where it must differ: its crops and batches, the weight and times that small-model.md reports
     * (0.1; 0.05 to 0.75, as its prior knows nothing of almost pure noise), a learning rate for networks of five million
     * parameters, and an average of the parameters. Rank and the order of a step are the paper's.
     */
    public static final DistillationPlan EMBEDDED = new DistillationPlan(
            new Objective(DistillationLoss.VSD, DistillationLoss.VSD.embeddedWeight(), 0.05, 0.75),
            Tuning.all(Rank.of(4)),
            new Batches(8, 1, 128, 400),
            new LearningRate(LearningRate.Form.CONSTANT, 2e-4f, 100),
            AdamWSettings.EMBEDDED,
            2000,
            200,
            true,
            123);

    /** Seconds of work on a tiny model, to try the training itself. */
    public static final DistillationPlan SMOKE = new DistillationPlan(
            EMBEDDED.objective,
            Tuning.all(Rank.of(2)),
            new Batches(2, 1, 32, 4),
            new LearningRate(LearningRate.Form.CONSTANT, 1e-3f, 0),
            AdamWSettings.EMBEDDED,
            4,
            2,
            false,
            123);

    /**
     * Refuses numbers of steps below 1.
     *
     * @throws InvalidOptionException naming them
     */
    public DistillationPlan {
        if (steps < 1 || stepsBetweenValidations < 1) {
            throw new InvalidOptionException(new Problem(
                    "steps of distillation",
                    steps + " steps, validation every " + stepsBetweenValidations,
                    "at least 1 of each",
                    "Take the defaults."));
        }
    }

    /** Returns the same with another objective. */
    public DistillationPlan withObjective(Objective other) {
        return new DistillationPlan(
                other, tuning, batches, learningRate, optimiser, steps, stepsBetweenValidations, bfloat16, seed);
    }

    /** Returns the same with other things to learn. */
    public DistillationPlan withTuning(Tuning other) {
        return new DistillationPlan(
                objective, other, batches, learningRate, optimiser, steps, stepsBetweenValidations, bfloat16, seed);
    }

    /** Returns the same with other batches. */
    public DistillationPlan withBatches(Batches other) {
        return new DistillationPlan(
                objective, tuning, other, learningRate, optimiser, steps, stepsBetweenValidations, bfloat16, seed);
    }

    /** Returns the same with another learning rate. */
    public DistillationPlan withLearningRate(LearningRate other) {
        return new DistillationPlan(
                objective, tuning, batches, other, optimiser, steps, stepsBetweenValidations, bfloat16, seed);
    }

    /** Returns the same with another number of steps. */
    public DistillationPlan withSteps(long newSteps, int newStepsBetweenValidations) {
        return new DistillationPlan(
                objective,
                tuning,
                batches,
                learningRate,
                optimiser,
                newSteps,
                newStepsBetweenValidations,
                bfloat16,
                seed);
    }

    /** Returns the same with another seed. */
    public DistillationPlan withSeed(long newSeed) {
        return new DistillationPlan(
                objective, tuning, batches, learningRate, optimiser, steps, stepsBetweenValidations, bfloat16, newSeed);
    }

    /**
     * Returns what a saved state must have been made with, by name. The number of steps belongs to it only if the learning
     * rate depends on it: a run at a constant rate may be lengthened.
     */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("loss", objective.toString());
        settings.put("rank", tuning.toString());
        settings.put("batches", batches.toString());
        settings.put("learning rate", learningRate.toString());
        settings.put("optimiser", optimiser.toString());
        settings.put("seed", String.valueOf(seed));
        settings.put("bfloat16", String.valueOf(bfloat16));
        if (learningRate.form() != LearningRate.Form.CONSTANT) {
            settings.put("steps", String.valueOf(steps));
        }
        return settings;
    }
}
