package dev.osediff.djl.training.loss;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Map;
import java.util.Set;

/** Tensors of a map as a source. */
record MapSource(Map<String, Tensor> tensors) implements TensorSource {
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
        return "a map";
    }
}
