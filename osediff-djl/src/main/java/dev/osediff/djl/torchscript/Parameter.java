package dev.osediff.djl.torchscript;

import java.util.Arrays;

/**
 * A parameter as a script names it.
 *
 * @param name the variable
 * @param path the checkpoint's key
 * @param form how it lies in memory
 * @param shape the checkpoint's shape, not to be changed
 * @param float32 whether it is float32 in scripts of every type
 */
record Parameter(String name, String path, ParameterForm form, int[] shape, boolean float32) {
    /** Returns path, form and shape, which with the weights decide the bytes. */
    String describe() {
        return path + " " + form + " " + Arrays.toString(shape) + (float32 ? " float32" : "");
    }
}
