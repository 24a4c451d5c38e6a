package dev.osediff.network;

import java.util.Arrays;

/**
 * A dense float32 array on the Java heap with a shape, row-major (the last axis varies fastest). Feature maps are
 * [N, C, H, W], token sequences [N, L, C]. The array is not copied: who creates a tensor gives its array away.
 * The shape is immutable; safe for concurrent reading as long as nobody writes to {@link #data()}.
 */
public final class Tensor {
    private final float[] data;
    private final int[] shape;

    private Tensor(float[] data, int[] shape) {
        this.data = data;
        this.shape = shape;
    }

    /**
     * Wraps an array.
     *
     * @throws IllegalArgumentException if the array's length is not the product of the axes
     */
    public static Tensor of(float[] data, int... shape) {
        if (data.length != elements(shape)) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " needs " + elements(shape) + " values, found " + data.length);
        }
        return new Tensor(data, shape.clone());
    }

    /** Creates a tensor of zeros. */
    public static Tensor zeros(int... shape) {
        return new Tensor(new float[Math.toIntExact(elements(shape))], shape.clone());
    }

    /**
     * Returns the product of the axes; 1 for rank 0.
     *
     * @throws IllegalArgumentException if an axis is negative
     */
    public static long elements(int... shape) {
        long n = 1;
        for (int axis : shape) {
            if (axis < 0) {
                throw new IllegalArgumentException("negative axis in shape " + Arrays.toString(shape));
            }
            n = Math.multiplyExact(n, axis);
        }
        return n;
    }

    /** Returns the values themselves, not a copy. */
    public float[] data() {
        return data;
    }

    /** Returns a copy of the shape. */
    public int[] shape() {
        return shape.clone();
    }

    /** Returns the length of one axis; negative axes count from the end. */
    public int dim(int axis) {
        return shape[axis < 0 ? axis + shape.length : axis];
    }

    /** Returns the number of axes. */
    public int rank() {
        return shape.length;
    }

    /** Returns the same values under another shape of equal size. */
    public Tensor reshape(int... newShape) {
        return of(data, newShape);
    }

    /** Returns the shape only: values are too many to print. */
    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
