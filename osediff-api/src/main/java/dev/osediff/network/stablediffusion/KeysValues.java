package dev.osediff.network.stablediffusion;

import dev.osediff.network.Ops;
import dev.osediff.network.Weights;

/**
 * What an attention attends to.
 *
 * @param keys [N, L, C]
 * @param values [N, L, C]
 */
record KeysValues<T>(T keys, T values) {
    /** Projects a source [N, L, D] with {@code to_k} and {@code to_v}, which have no bias, to C channels. */
    static <T> KeysValues<T> of(Ops<T> ops, Weights<T> w, T source, int channels) {
        int d = ops.shape(source)[2];
        return new KeysValues<>(
                ops.linear(source, w.tensor("to_k.weight", channels, d), null),
                ops.linear(source, w.tensor("to_v.weight", channels, d), null));
    }
}
