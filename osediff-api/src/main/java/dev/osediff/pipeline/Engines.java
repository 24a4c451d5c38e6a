package dev.osediff.pipeline;

import dev.osediff.backend.Engine;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The engines of a model's stages.
 *
 * @param standard runs every stage that has none of its own, and prompts
 * @param byStage engines of encoder, denoiser and decoder
 * @param retriesInFloat32 whether a stage whose output is not a number is repeated in float32, which the result reports
 */
public record Engines(Engine standard, Map<Stage, Engine> byStage, boolean retriesInFloat32) {
    /** Copies the map; refuses stages without a network. */
    public Engines {
        Objects.requireNonNull(standard, "standard");
        EnumMap<Stage, Engine> copy = new EnumMap<>(Stage.class);
        byStage.forEach((stage, engine) -> {
            if (stage == Stage.PREPARE || stage == Stage.FINISH || stage == Stage.DIRECT) {
                throw new IllegalArgumentException(stage + " has no engine of its own");
            }
            copy.put(stage, Objects.requireNonNull(engine, "engine"));
        });
        byStage = copy;
    }

    /** One engine for all. */
    public Engines(Engine standard) {
        this(standard, Map.of(), true);
    }

    /** Returns the engine of a stage. */
    public Engine of(Stage stage) {
        return byStage.getOrDefault(stage, standard);
    }

    /** Returns the ledger of the memory that runs take: the heap if one engine's activations lie there. */
    HeapLedger ledger() {
        boolean heap = false;
        for (Stage stage : MemoryPlan.TILED) {
            heap |= of(stage).backend().usesJavaHeap();
        }
        return heap ? HeapLedger.SHARED : HeapLedger.NATIVE;
    }

    @Override
    public Map<Stage, Engine> byStage() {
        return new EnumMap<>(byStage);
    }
}
