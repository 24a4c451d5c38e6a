package dev.osediff.checkpoint;

import dev.osediff.network.Tensor;

/** Gathers the values of a view in the order of a dense tensor. */
final class StridedReading {
    private StridedReading() {}

    /** Reads a tensor whose numbers have been checked. */
    static Tensor read(TorchTensor tensor, ElementRun storage) {
        int elements = (int) Tensor.elements(tensor.shape());
        float[] values = storage.bytes().read(() -> {
            float[] read = new float[elements];
            if (elements > 0) {
                gather(tensor, storage, read);
            }
            return read;
        });
        return Tensor.of(values, tensor.shape());
    }

    private static void gather(TorchTensor tensor, ElementRun storage, float[] to) {
        int outerAxes = tensor.denseAxes();
        int run = 1;
        for (int axis = outerAxes; axis < tensor.shape().length; axis++) {
            run *= tensor.shape()[axis];
        }
        int[] at = new int[outerAxes];
        long from = tensor.offset();
        for (int done = 0; done < to.length; done += run) {
            storage.read(from, to, done, run);
            from = advance(tensor, at, from);
        }
    }

    /** Moves an index of the outer axes on by one and returns the place of the new element. */
    private static long advance(TorchTensor tensor, int[] at, long from) {
        long place = from;
        for (int axis = at.length - 1; axis >= 0; axis--) {
            at[axis]++;
            place += tensor.stride()[axis];
            if (at[axis] < tensor.shape()[axis]) {
                return place;
            }
            place -= tensor.stride()[axis] * tensor.shape()[axis];
            at[axis] = 0;
        }
        return place;
    }
}
