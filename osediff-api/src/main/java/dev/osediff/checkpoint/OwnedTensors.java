package dev.osediff.checkpoint;

import dev.osediff.network.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * Tensors that close the file which they come from.
 *
 * @param tensors what is read
 * @param file what is closed
 */
record OwnedTensors(CheckpointTensors tensors, TorchFile file) implements CheckpointTensors {
    @Override
    public Set<String> names() {
        return tensors.names();
    }

    @Override
    public int[] shape(String name) {
        return tensors.shape(name);
    }

    @Override
    public DataType type(String name) {
        return tensors.type(name);
    }

    @Override
    public Tensor load(String name) {
        return tensors.load(name);
    }

    @Override
    public Map<String, String> metadata() {
        return tensors.metadata();
    }

    @Override
    public String origin() {
        return tensors.origin();
    }

    @Override
    public void close() {
        file.close();
    }
}
