package dev.osediff.checkpoint;

import dev.osediff.network.Tensor;
import java.util.Arrays;

/**
 * A tensor in a PyTorch archive: a view of a storage.
 *
 * @param storage where its values lie
 * @param offset element of the storage that is its first value
 * @param shape axes
 * @param stride distance in elements along each axis
 */
record TorchTensor(TorchStorage storage, long offset, int[] shape, long[] stride) {
    /** Returns what is wrong with the numbers, or null. Nothing here overflows. */
    String problem() {
        long elements = 1;
        long last = offset;
        try {
            elements = Tensor.elements(shape);
            for (int i = 0; i < shape.length; i++) {
                if (stride[i] < 0) {
                    return "stride " + Arrays.toString(stride);
                }
                last = Math.addExact(last, Math.multiplyExact(Math.max(shape[i] - 1, 0), stride[i]));
            }
        } catch (ArithmeticException e) {
            return "shape " + Arrays.toString(shape) + ", stride " + Arrays.toString(stride) + " and offset " + offset;
        }
        if (elements > TensorNames.MOST_ELEMENTS) {
            return elements + " elements";
        }
        if (offset < 0 || elements > 0 && last >= storage.elements()) {
            return "elements " + offset + " to " + last;
        }
        // More elements than the storage has: a small file would fill the memory.
        return elements > storage.elements() ? elements + " elements" : null;
    }

    /** Returns whether the values lie in the storage without gaps in the order of a dense tensor. */
    boolean isDense() {
        return denseAxes() == 0;
    }

    /** Returns the first axis from which on values lie one after the other; the number of axes if the last has gaps. */
    int denseAxes() {
        long expected = 1;
        int axis = shape.length;
        while (axis > 0 && (shape[axis - 1] == 1 || stride[axis - 1] == expected)) {
            expected *= shape[axis - 1];
            axis--;
        }
        return axis;
    }
}
