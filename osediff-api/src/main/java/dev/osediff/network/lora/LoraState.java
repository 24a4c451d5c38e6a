package dev.osediff.network.lora;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The values of all that a plan trains. Thread-safe as long as nobody writes to the tensors that it was made of. */
public final class LoraState implements TensorSource {
    private final LoraPlan plan;
    private final Map<String, Tensor> tensors;
    private final String origin;

    private LoraState(LoraPlan plan, Map<String, Tensor> tensors, String origin) {
        this.plan = plan;
        this.tensors = tensors;
        this.origin = origin;
    }

    /**
     * Wraps values; they are not copied.
     *
     * @param tensors has all names of {@link LoraPlan#shapes()}; others are not looked at
     * @throws ModelException if a tensor is missing, has another shape, or holds a value that is not finite
     */
    public static LoraState of(LoraPlan plan, Map<String, Tensor> tensors) {
        Map<String, Tensor> kept = new LinkedHashMap<>();
        plan.shapes().forEach((name, shape) -> kept.put(name, checked(name, shape, tensors.get(name), "training")));
        return new LoraState(plan, kept, "training");
    }

    /**
     * Reads values that were trained before.
     *
     * @param source has the names of the plan and no others
     * @throws ModelException if a tensor is missing, has another shape, or holds a value that is not finite, and if the plan
     *     has no place for one
     */
    public static LoraState read(LoraPlan plan, TensorSource source) {
        for (String name : source.names()) {
            if (!plan.shapes().containsKey(name)) {
                throw misfit(name, source.origin(), "a tensor that the targets have no place for", "none");
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        plan.shapes().forEach((name, shape) -> {
            boolean there = source.names().contains(name);
            if (there && !Arrays.equals(shape, source.shape(name))) {
                throw misfit(name, source.origin(), Arrays.toString(source.shape(name)), Arrays.toString(shape));
            }
            tensors.put(name, checked(name, shape, there ? source.load(name) : null, source.origin()));
        });
        return new LoraState(plan, tensors, source.origin());
    }

    private static Tensor checked(String name, int[] shape, Tensor tensor, String origin) {
        if (tensor == null || !Arrays.equals(shape, tensor.shape())) {
            throw misfit(name, origin, tensor == null ? "no such tensor" : tensor.toString(), Arrays.toString(shape));
        }
        for (float value : tensor.data()) {
            if (!Float.isFinite(value)) {
                throw misfit(name, origin, "the value " + value, "finite numbers");
            }
        }
        return tensor;
    }

    private static ModelException misfit(String name, String origin, String found, String limit) {
        return new ModelException(new Problem(
                "trained tensor " + name + " of " + origin,
                found,
                limit,
                "Take the targets and ranks that the adapters were trained with."));
    }

    /** Returns what is trained. */
    public LoraPlan plan() {
        return plan;
    }

    /** Returns the values themselves, not copies. */
    public Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public Set<String> names() {
        return tensors().keySet();
    }

    @Override
    public int[] shape(String name) {
        return tensors.get(name).shape();
    }

    @Override
    public Tensor load(String name) {
        Tensor tensor = tensors.get(name);
        return Tensor.of(tensor.data().clone(), tensor.shape());
    }

    @Override
    public String origin() {
        return origin;
    }
}
