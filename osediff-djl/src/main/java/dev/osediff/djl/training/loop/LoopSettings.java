package dev.osediff.djl.training.loop;

import java.time.Duration;
import java.util.Optional;

/**
 * When a {@link TrainingLoop} does what.
 *
 * @param stage name for logs and listeners
 * @param steps when it ends
 * @param batchesPerStep batches whose gradients make one step
 * @param batchSize pictures of a batch
 * @param stepsBetweenSaves how much an unplanned end can lose
 * @param stepsBetweenValidations how often it is judged
 * @param budget training time, earlier runs included, after which it ends before its last step
 */
public record LoopSettings(
        String stage,
        long steps,
        int batchesPerStep,
        int batchSize,
        int stepsBetweenSaves,
        int stepsBetweenValidations,
        Optional<Duration> budget) {}
