package dev.osediff.network.lora;

/** Kinds of layers that can have a low-rank adapter. */
public enum LayerKind {
    /** A weight of four axes [out, in, kh, kw]. */
    CONVOLUTION,
    /** A weight of two axes [out, in]. */
    LINEAR;

    static LayerKind of(int[] weightShape) {
        return weightShape.length == 4 ? CONVOLUTION : LINEAR;
    }
}
