package dev.osediff.checkpoint;

import dev.osediff.network.Tensor;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** One dictionary of tensors of a PyTorch file. */
final class TorchTensors implements CheckpointTensors {
    private final CheckpointBytes bytes;
    private final TorchStorages archive;
    private final Map<String, TorchTensor> tensors;
    private final String origin;
    private volatile boolean isClosed;

    TorchTensors(CheckpointBytes bytes, TorchStorages archive, Map<String, TorchTensor> tensors, String origin) {
        this.bytes = bytes;
        this.archive = archive;
        this.tensors = tensors;
        this.origin = origin;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public int[] shape(String name) {
        return tensor(name).shape().clone();
    }

    @Override
    public DataType type(String name) {
        return tensor(name).storage().type();
    }

    @Override
    public Tensor load(String name) {
        TorchTensor tensor = tensor(name);
        if (isClosed) {
            throw TensorReading.closed(name, origin);
        }
        TensorReading.requireOpen(name, origin, bytes);
        return StridedReading.read(tensor, archive.elements(tensor.storage()));
    }

    @Override
    public String origin() {
        return origin;
    }

    /** Closes this dictionary, not the file. */
    @Override
    public void close() {
        isClosed = true;
    }

    private TorchTensor tensor(String name) {
        TorchTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw TensorReading.absent(name, origin);
        }
        return tensor;
    }
}
