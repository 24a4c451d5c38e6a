package dev.osediff.djl.training.distillation;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.djl.training.loss.PartWeights;
import dev.osediff.djl.training.loss.Regularisers;
import dev.osediff.network.Weights;
import dev.osediff.network.lora.LoraPlan;
import java.util.Map;
import java.util.Set;

/**
 * Parts with adapters over a frozen base, parts that learn as a whole, and parts that stay. The fine-tuned regulariser's base
 * is the teacher.
 *
 * @param adapters plans of the parts that have adapters
 * @param frozenParts those that stay
 */
record TunedParts(Map<String, LoraPlan> adapters, Set<String> frozenParts) implements PartWeights {
    TunedParts {
        adapters = Map.copyOf(adapters);
        frozenParts = Set.copyOf(frozenParts);
    }

    @Override
    public <T> Weights<T> of(TrainingOps<T> ops, String part, String root, Weights<T> trained, Weights<T> frozen) {
        if (frozenParts.contains(part)) {
            return frozen.at(part);
        }
        LoraPlan plan = adapters.get(part);
        String base = part.equals(Regularisers.TUNED) ? Regularisers.TEACHER : part;
        return plan == null ? trained.at(part) : plan.join(trained.at(part), frozen.at(base));
    }
}
