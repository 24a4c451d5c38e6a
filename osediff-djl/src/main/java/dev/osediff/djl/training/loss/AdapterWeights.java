package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import dev.osediff.network.lora.LoraPlan;
import java.util.Map;

/**
 * Parts with low-rank adapters, whose networks are {@link dev.osediff.network.lora.LoraNetwork}: what a plan trains is called
 * by the part's name and its own ({@code unet.conv_in.lora_A.default_encoder.weight}), its base stays. Parts without a plan
 * stay as they are.
 *
 * @param plans plan of each part that is trained
 * @param bases what the names of a part's base begin with, where that is not the part's usual root: the generator's UNet and both
 *     regularisers can share one copy of a base as {@value Regularisers#TEACHER}
 */
public record AdapterWeights(Map<String, LoraPlan> plans, Map<String, String> bases) implements PartWeights {
    /** Copies both maps. */
    public AdapterWeights {
        plans = Map.copyOf(plans);
        bases = Map.copyOf(bases);
    }

    @Override
    public <T> Weights<T> of(TrainingOps<T> ops, String part, String root, Weights<T> trained, Weights<T> frozen) {
        Weights<T> base = frozen.at(bases.getOrDefault(part, root));
        LoraPlan plan = plans.get(part);
        return plan == null ? base : plan.join(trained.at(part), base);
    }
}
