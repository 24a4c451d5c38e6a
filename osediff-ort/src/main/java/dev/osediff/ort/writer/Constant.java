package dev.osediff.ort.writer;

import dev.osediff.network.Tensor;
import dev.osediff.ort.onnx.ElementType;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A parameter or what is made of one, whose values are read when they are written to a file and not held before.
 *
 * @param name checkpoint key, or that of the parameter it is made of with a slash and the way
 * @param shape axes
 * @param type of its elements in a file: FLOAT, FLOAT16, or INT8 or INT32 where all values are whole numbers of that range
 * @param values reads or computes them; each call anew
 */
public record Constant(String name, int[] shape, ElementType type, Supplier<Tensor> values) {
    /** A constant of float32. */
    public Constant(String name, int[] shape, Supplier<Tensor> values) {
        this(name, shape, ElementType.FLOAT, values);
    }

    /** Refuses null. */
    public Constant {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(values, "values");
    }

    /** Returns the number of elements. */
    public long elements() {
        return Tensor.elements(shape);
    }
}
