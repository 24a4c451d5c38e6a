package dev.osediff.djl.ops;

import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each parameter lies in one flat vector. Optimiser, moving average and clipping then are few operations on one
 * array. Not thread-safe while parameters are being added.
 */
public final class ParameterLayout {
    private final Map<String, int[]> shapes = new LinkedHashMap<>();

    /** Appends a parameter unless it is there already. */
    public void add(String name, int... shape) {
        int[] known = shapes.putIfAbsent(name, shape.clone());
        if (known != null && !Arrays.equals(known, shape)) {
            throw new IllegalArgumentException(
                    name + " was asked for as " + Arrays.toString(known) + " and as " + Arrays.toString(shape));
        }
    }

    /** Returns the names in the order of the vector. */
    public List<String> names() {
        return List.copyOf(shapes.keySet());
    }

    /** Returns the shape of one parameter. */
    public int[] shape(String name) {
        return shapes.get(name).clone();
    }

    /** Returns the number of elements of each parameter, in order. */
    public int[] sizes() {
        return shapes.values().stream()
                .mapToInt(s -> Math.toIntExact(Tensor.elements(s)))
                .toArray();
    }

    /** Returns the length of the vector. */
    public int total() {
        return Arrays.stream(sizes()).reduce(0, Math::addExact);
    }

    /** Joins named values into the vector. */
    public float[] flatten(Map<String, Tensor> values) {
        float[] flat = new float[total()];
        int at = 0;
        for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
            Tensor value = values.get(entry.getKey());
            if (value == null || !Arrays.equals(value.shape(), entry.getValue())) {
                throw new IllegalArgumentException("parameter " + entry.getKey() + " must be "
                        + Arrays.toString(entry.getValue()) + ", found " + value);
            }
            System.arraycopy(value.data(), 0, flat, at, value.data().length);
            at += value.data().length;
        }
        return flat;
    }

    /** Splits the vector into named values. */
    public Map<String, Tensor> unflatten(float[] flat) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        int at = 0;
        for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
            int size = Math.toIntExact(Tensor.elements(entry.getValue()));
            values.put(entry.getKey(), Tensor.of(Arrays.copyOfRange(flat, at, at + size), entry.getValue()));
            at += size;
        }
        return values;
    }
}
