package dev.osediff.checkpoint;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Map;
import java.util.Set;

/** Tensors in memory, copied whenever one is read, as a file's are. */
record HeapTensors(Map<String, Tensor> tensors, String origin) implements TensorSource {
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
        Tensor tensor = tensors.get(name);
        return Tensor.of(tensor.data().clone(), tensor.shape());
    }
}
