package dev.osediff.network.lora;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Map;
import java.util.Set;

/** Tensors in memory. */
record MapTensors(Map<String, Tensor> tensors) implements TensorSource {
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
        return tensors.get(name);
    }

    @Override
    public String origin() {
        return "memory";
    }
}
