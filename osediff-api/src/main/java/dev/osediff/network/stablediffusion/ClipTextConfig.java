package dev.osediff.network.stablediffusion;

/**
 * The fields of a {@code CLIPTextModel}'s config.json that decide its shape (osediff.md §4.3).
 *
 * @param hidden channels of every token, divisible by the heads
 * @param intermediate channels inside the feed-forward layers
 * @param heads attention heads of every layer
 * @param layers number of layers
 * @param vocabulary number of token ids
 * @param positions longest prompt in tokens
 * @param activation of the feed-forward layers
 * @param layerNormEpsilon epsilon of every layer norm
 */
public record ClipTextConfig(
        int hidden,
        int intermediate,
        int heads,
        int layers,
        int vocabulary,
        int positions,
        Activation activation,
        float layerNormEpsilon) {
    /** Stable Diffusion 2.1-base: OpenCLIP ViT-H without its last layer. */
    public static final ClipTextConfig SD21_BASE =
            new ClipTextConfig(1024, 4096, 16, 23, 49_408, 77, Activation.GELU, 1e-5f);

    /** Most layers, against files that ask for more than any memory holds. */
    private static final int MOST_LAYERS = 256;

    /** The function between the two products of a feed-forward layer, by its name in config.json. */
    public enum Activation {
        /** x · Φ(x), exact. */
        GELU,
        /** x · sigmoid(1.702 x), which the first CLIP models have. */
        QUICK_GELU
    }

    /** Refuses sizes below 1, layers that no model has, and channels that the heads do not divide. */
    public ClipTextConfig {
        if (hidden < 1 || intermediate < 1 || heads < 1 || layers < 1 || vocabulary < 1 || positions < 1) {
            throw new IllegalArgumentException("every size must be at least 1: hidden " + hidden + ", intermediate "
                    + intermediate + ", heads " + heads + ", layers " + layers + ", vocabulary " + vocabulary
                    + ", positions " + positions);
        }
        if (layers > MOST_LAYERS) {
            throw new IllegalArgumentException("layers " + layers + ", at most " + MOST_LAYERS);
        }
        if (hidden % heads != 0) {
            throw new IllegalArgumentException(hidden + " channels are not divisible by " + heads + " heads");
        }
    }
}
