package dev.osediff.djl.training.distillation;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.network.Tensor;
import dev.osediff.network.lora.LoraModule;
import dev.osediff.network.lora.LoraPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * First values of adapters as the reference's "gaussian" has them: A normal with deviation 1 / r, B zero (osediff.md §2.3), so
 * that the network starts as its base.
 */
final class AdapterStart {
    private AdapterStart() {}

    /**
     * Returns all that a plan trains.
     *
     * @param base the network's own parameters, which layers that learn as a whole start from
     */
    static Map<String, Tensor> of(LoraPlan plan, Map<String, Tensor> base, long seed) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        SeededRandom random = new SeededRandom(seed);
        for (LoraModule module : plan.modules()) {
            Tensor a = Tensor.zeros(module.shapeA());
            random.fillGaussian(a.data(), 1f / module.scale().rank());
            values.put(module.nameA(), a);
            values.put(module.nameB(), Tensor.zeros(module.shapeB()));
        }
        plan.wholeNames().forEach((name, trained) -> values.put(trained, base.get(name)));
        return values;
    }
}
