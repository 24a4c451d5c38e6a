package dev.osediff.djl.training.lora;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.lora.LoraModule;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.LoraState;
import java.util.LinkedHashMap;
import java.util.Map;

/** First values of adapters, as peft has them: A is random and B is zero, so that a network begins as its base. */
public enum LoraStart {
    /** A uniform in ±1 / √(in · kh · kw), peft's default. */
    KAIMING_UNIFORM {
        @Override
        void fill(SeededRandom random, LoraModule module, float[] a) {
            double bound = Math.sqrt(module.scale().rank() / (double) a.length);
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) random.nextDouble(-bound, bound);
            }
        }
    },

    /** A normal with deviation 1 / r, what OSEDiff was trained with. */
    GAUSSIAN {
        @Override
        void fill(SeededRandom random, LoraModule module, float[] a) {
            random.fillGaussian(a, 1f / module.scale().rank());
        }
    };

    abstract void fill(SeededRandom random, LoraModule module, float[] a);

    /**
     * Makes the first values; equal for equal seeds, and those of one tensor depend on its name and the seed alone.
     *
     * @param base parameters of the network, from which layers that are trained as a whole begin
     */
    public LoraState values(LoraPlan plan, TensorSource base, long seed) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (LoraModule module : plan.modules()) {
            Tensor a = Tensor.zeros(module.shapeA());
            long own = SeededRandom.derive(seed, module.nameA().hashCode());
            fill(new SeededRandom(own), module, a.data());
            values.put(module.nameA(), a);
            values.put(module.nameB(), Tensor.zeros(module.shapeB()));
        }
        plan.wholeNames().forEach((name, trained) -> values.put(trained, base.load(name)));
        return LoraState.of(plan, values);
    }
}
