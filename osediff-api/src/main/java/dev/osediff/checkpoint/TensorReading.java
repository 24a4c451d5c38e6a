package dev.osediff.checkpoint;

import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;

/** What every reader checks before it reads a tensor. */
final class TensorReading {
    private TensorReading() {}

    /**
     * Returns the number of elements of a shape whose product is known to fit a long.
     *
     * @throws ModelException if no array holds that many
     */
    static int elements(String name, String origin, int[] shape) {
        long elements = Tensor.elements(shape);
        if (elements > TensorNames.MOST_ELEMENTS) {
            throw new ModelException(new Problem(
                    "tensor " + name + " of " + origin,
                    elements + " elements",
                    "at most " + TensorNames.MOST_ELEMENTS,
                    "Take a checkpoint whose tensors are smaller; a Java array holds no more."));
        }
        return (int) elements;
    }

    /** Refuses a closed file. */
    static void requireOpen(String name, String origin, CheckpointBytes bytes) {
        if (bytes.isClosed()) {
            throw closed(name, origin);
        }
    }

    /** Returns the error of a caller who reads after closing. */
    static ClosedException closed(String name, String origin) {
        return new ClosedException(new Problem(
                "tensor " + name + " of " + origin,
                "a closed file",
                "reading before close()",
                "Keep the file open until all tensors are loaded."));
    }

    /** Returns the error of a caller who asks for a tensor that is not there. */
    static IllegalArgumentException absent(String name, String origin) {
        return new IllegalArgumentException("no tensor " + name + " in " + origin);
    }
}
