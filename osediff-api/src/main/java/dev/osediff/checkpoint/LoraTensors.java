package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.lora.LoraScale;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A network's parameters after fine-tuning with low-rank adapters: the base's, some of them replaced, and to others the
 * product of two small matrices added (LoRA, arXiv 2106.09685, eq. 3). Merging happens when a tensor is loaded; nothing is
 * kept. Thread-safe as its sources are.
 */
public final class LoraTensors implements TensorSource {
    private final TensorSource base;
    private final TensorSource adapters;
    private final Map<String, String> replaced = new TreeMap<>();
    private final Map<String, LoraDelta> deltas;

    /**
     * Joins a base with adapters in peft's names: {@code MODULE.lora_A.ADAPTER.weight} [r, in] or [r, in, kh, kw] with
     * {@code MODULE.lora_B.ADAPTER.weight} [out, r] or [out, r, 1, 1], and replacements {@code MODULE.base_layer.weight} or
     * {@code .bias} (or the bare name).
     *
     * @param base parameters before fine-tuning
     * @param adapters what was trained; every tensor of it must have a place
     * @param rank r of every adapter, as the checkpoint states it
     * @param alpha the products' scale is alpha / rank
     * @throws ModelException naming the module, if it does not exist, is incomplete, or does not fit
     */
    public LoraTensors(TensorSource base, TensorSource adapters, long rank, double alpha) {
        this(base, adapters, adapter -> commonScale(adapters, rank, alpha));
    }

    /**
     * Joins a base with adapters that may differ in rank and alpha.
     *
     * @param scales rank and alpha of every adapter by name
     * @throws ModelException as the other constructor, and for an adapter that has no scale
     */
    public LoraTensors(TensorSource base, TensorSource adapters, Map<String, LoraScale> scales) {
        this(base, adapters, scales::get);
    }

    private LoraTensors(TensorSource base, TensorSource adapters, Function<String, LoraScale> scales) {
        this.base = base;
        this.adapters = adapters;
        this.deltas = LoraDelta.of(adapters, scales);
        for (LoraDelta delta : deltas.values()) {
            delta.requireFits(base, adapters);
        }
        for (String name : adapters.names()) {
            if (!LoraDelta.isPart(name)) {
                replace(name);
            }
        }
    }

    private static LoraScale commonScale(TensorSource adapters, long rank, double alpha) {
        if (rank < 1 || rank > Integer.MAX_VALUE) {
            throw new ModelException(new Problem(
                    "LoRA rank of " + adapters.origin(),
                    String.valueOf(rank),
                    "1 to " + Integer.MAX_VALUE,
                    "The file is damaged; take it again."));
        }
        return new LoraScale((int) rank, alpha);
    }

    private void replace(String name) {
        String target = name.replace(".base_layer.", ".");
        boolean there = base.names().contains(target);
        if (!there || !Arrays.equals(base.shape(target), adapters.shape(name))) {
            throw new ModelException(new Problem(
                    "tensor " + name + " of " + adapters.origin(),
                    "shape " + Arrays.toString(adapters.shape(name)),
                    there
                            ? "shape " + Arrays.toString(base.shape(target)) + " as in " + base.origin()
                            : "a tensor " + target + " in " + base.origin() + ", which has none",
                    "The adapters belong to another base model."));
        }
        replaced.put(target, name);
    }

    /** Returns the names that the adapters replace outright. */
    public Set<String> replacedNames() {
        return new TreeSet<>(replaced.keySet());
    }

    /** Returns the names that a product is added to. */
    public Set<String> mergedNames() {
        return new TreeSet<>(deltas.keySet());
    }

    /** Returns how many parameters the low-rank factors have together. */
    public long adapterParameters() {
        return parameters(true);
    }

    /** Returns how many parameters are replaced outright, those that a product is then added to included. */
    public long replacedParameters() {
        return parameters(false);
    }

    private long parameters(boolean factors) {
        return adapters.names().stream()
                .filter(name -> LoraDelta.isPart(name) == factors)
                .mapToLong(name -> Tensor.elements(adapters.shape(name)))
                .sum();
    }

    @Override
    public Set<String> names() {
        return base.names();
    }

    @Override
    public int[] shape(String name) {
        return base.shape(name);
    }

    @Override
    public Tensor load(String name) {
        String other = replaced.get(name);
        Tensor tensor = other == null ? base.load(name) : adapters.load(other);
        Optional.ofNullable(deltas.get(name)).ifPresent(delta -> delta.addTo(tensor.data(), adapters));
        return tensor;
    }

    @Override
    public String origin() {
        return base.origin() + " with " + adapters.origin();
    }
}
