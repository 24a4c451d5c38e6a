package dev.osediff.djl.torchscript;

/**
 * A variable of a script under construction.
 *
 * @param name its identifier
 * @param shape its static shape, not to be changed
 */
record ScriptValue(String name, int[] shape) {
    int dim(int axis) {
        return shape[axis];
    }

    long elements() {
        long n = 1;
        for (int axis : shape) {
            n *= axis;
        }
        return n;
    }
}
