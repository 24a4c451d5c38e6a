package dev.osediff.backend;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Weights on the heap that can be left out, replaced and counted; safe for concurrent reading. */
final class EditedWeights implements TensorSource {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final AtomicInteger loads = new AtomicInteger();

    EditedWeights(TensorSource source) {
        source.names().forEach(name -> tensors.put(name, source.load(name)));
    }

    EditedWeights without(String name) {
        tensors.remove(name);
        return this;
    }

    EditedWeights with(String name, int... shape) {
        tensors.put(name, Tensor.zeros(shape));
        return this;
    }

    int loads() {
        return loads.get();
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public int[] shape(String name) {
        return tensors.get(name).shape();
    }

    @Override
    public Tensor load(String name) {
        loads.incrementAndGet();
        return tensors.get(name);
    }

    @Override
    public String origin() {
        return "edited weights";
    }
}
