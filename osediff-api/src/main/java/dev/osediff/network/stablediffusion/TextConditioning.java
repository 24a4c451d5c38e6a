package dev.osediff.network.stablediffusion;

import dev.osediff.network.Ops;
import dev.osediff.network.Weights;

/** Where the UNet's cross-attentions get their keys and values from; asked once per cross-attention, in forward order. */
@FunctionalInterface
interface TextConditioning<T> {
    /**
     * Returns the keys and values of one cross-attention.
     *
     * @param attention cursor at the attention's parameters
     */
    KeysValues<T> keysValues(Ops<T> ops, Weights<T> attention, int channels);

    /** Projects a text embedding [N, L, D] anew in each attention. */
    static <T> TextConditioning<T> ofContext(T context) {
        return (ops, attention, channels) -> KeysValues.of(ops, attention, context, channels);
    }

    /** Cuts them out of the result [N, L, Σ] of {@link CrossAttentionKeysValues}; for one forward pass. */
    static <T> TextConditioning<T> ofProjected(T projected) {
        return new TextConditioning<>() {
            private int at;

            @Override
            public KeysValues<T> keysValues(Ops<T> ops, Weights<T> attention, int channels) {
                T keys = ops.slice(projected, 2, at, at + channels);
                T values = ops.slice(projected, 2, at + channels, at + 2 * channels);
                at += 2 * channels;
                return new KeysValues<>(keys, values);
            }
        };
    }
}
