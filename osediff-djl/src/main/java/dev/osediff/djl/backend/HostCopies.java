package dev.osediff.djl.backend;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.osediff.network.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Copies tensors between the Java heap and memory that PyTorch reads: one copy each way. */
final class HostCopies {
    private HostCopies() {}

    /** Returns an array over a direct buffer, which lives as long as the array. */
    static PtNDArray upload(PtNDManager manager, Tensor tensor) {
        float[] data = tensor.data();
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.multiplyExact(data.length, Float.BYTES))
                .order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(data);
        Shape shape = new Shape(Arrays.stream(tensor.shape()).asLongStream().toArray());
        return manager.create(buffer, shape, DataType.FLOAT32);
    }

    /** Reads a float32 array, whatever its layout. */
    static Tensor download(PtNDArray array) {
        int[] shape = Arrays.stream(array.getShape().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        float[] data = new float[Math.toIntExact(array.getShape().size())];
        array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(data);
        return Tensor.of(data, shape);
    }
}
