package dev.osediff;

import dev.osediff.backend.Engine;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.pipeline.LatentModel;
import dev.osediff.pipeline.MachineMemory;
import dev.osediff.pipeline.PipelineModel;
import java.util.OptionalLong;

/** Decides whether a model's networks stay in memory between runs. */
final class WeightMemory {
    /** Share of the heap or of the machine that weights may fill without a budget: activations need the rest. */
    private static final double USABLE_SHARE = 0.5;

    /** Bytes that a budget leaves to the activations of three networks at least, which engines keep for the next run. */
    private static final long ACTIVATION_BYTES = 9L << 30;

    private WeightMemory() {}

    static LatentModel.Residency residency(StableDiffusionModel model, Engine engine, Long budgetBytes) {
        long parameters = bytes(model.weights().unet()) + bytes(model.weights().autoencoder());
        long weights = (long) Math.ceil(parameters * engine.weightFactor());
        long memory = engine.backend().usesJavaHeap() ? Runtime.getRuntime().maxMemory() : MachineMemory.totalBytes();
        boolean kept = budgetBytes == null
                ? weights <= memory * USABLE_SHARE
                : weights + Math.min(ACTIVATION_BYTES, weights) <= budgetBytes;
        return kept ? LatentModel.Residency.KEPT : LatentModel.Residency.STAGED;
    }

    /** Returns what a resolver's budget leaves to each run: all of it, less the weights that stay. */
    static OptionalLong runBudget(PipelineModel model, Engine engine, Long budgetBytes) {
        if (budgetBytes == null) {
            return OptionalLong.empty();
        }
        boolean kept = model.residency() == LatentModel.Residency.KEPT;
        long weights = kept ? (long) Math.ceil(model.weightBytes() * engine.weightFactor()) : 0;
        return OptionalLong.of(Math.max(1, budgetBytes - weights));
    }

    private static long bytes(TensorSource weights) {
        return weights.names().stream()
                .mapToLong(name -> Float.BYTES * Tensor.elements(weights.shape(name)))
                .sum();
    }
}
