package dev.osediff.djl.backend;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.osediff.network.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Copies parameters into PyTorch's own memory. DJL leaves an array that is made of Java values in a direct buffer, and the
 * JVM limits the sum of those by the size of its heap, which is far less than a model of gigabytes needs; here all go through
 * one buffer. Serves one thread.
 */
final class WeightUpload {
    private final NDManager manager;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /** Uploads into arrays that belong to {@code manager}. */
    WeightUpload(NDManager manager) {
        this.manager = manager;
    }

    NDArray upload(Tensor tensor) {
        float[] values = tensor.data();
        long bytes = (long) Float.BYTES * values.length;
        if (values.length == 0 || bytes > Integer.MAX_VALUE) {
            return manager.create(values, shape(tensor));
        }
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        }
        ByteBuffer part = buffer.duplicate().order(ByteOrder.nativeOrder()).limit((int) bytes);
        part.asFloatBuffer().put(values);
        try (NDArray view = manager.create(part, shape(tensor), DataType.FLOAT32)) {
            return view.duplicate();
        }
    }

    private static Shape shape(Tensor tensor) {
        return new Shape(Arrays.stream(tensor.shape()).asLongStream().toArray());
    }
}
