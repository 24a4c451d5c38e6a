package dev.osediff.network;

import java.util.Set;

/** Named host tensors: a checkpoint, seen from below. Implementations are safe for concurrent use. */
public interface TensorSource {
    /** Returns all names, in a stable order. */
    Set<String> names();

    /** Returns a copy of the shape of a tensor that exists. */
    int[] shape(String name);

    /** Reads a tensor that exists and widens it to float32. Each call reads anew. */
    Tensor load(String name);

    /** Returns where the tensors come from, for error texts. */
    String origin();
}
