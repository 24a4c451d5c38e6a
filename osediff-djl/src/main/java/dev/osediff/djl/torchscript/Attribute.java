package dev.osediff.djl.torchscript;

import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tensor of a module.
 *
 * @param name the attribute
 * @param shape its shape
 * @param strides steps in memory along each axis
 * @param bfloat16 whether it is bfloat16, else float32
 * @param values gives the values in the order of memory when they are written
 */
record Attribute(String name, int[] shape, int[] strides, boolean bfloat16, Supplier<Tensor> values) {
    /** Returns float32 attributes {@code c0, c1, …}. */
    static List<Attribute> constants(List<Tensor> tensors) {
        List<Attribute> attributes = new ArrayList<>();
        for (Tensor tensor : tensors) {
            int[] shape = tensor.shape();
            attributes.add(new Attribute(
                    "c" + attributes.size(), shape, ParameterForm.PLAIN.strides(shape), false, () -> tensor));
        }
        return attributes;
    }
}
