package dev.osediff.network.ram;

import java.util.Objects;

/**
 * Sizes of a RAM tagger (arXiv 2306.03514; osediff.md §4.5).
 *
 * @param vision sizes of the network that sees
 * @param projection channels of the picture's tokens and of the labels' embeddings
 * @param labels number of tags
 * @param hidden channels of the label queries
 * @param heads attention heads of the label decoder, which divide hidden
 * @param layers layers of the label decoder
 * @param intermediate channels inside its feed-forward layers
 */
public record RamConfig(
        SwinConfig vision, int projection, int labels, int hidden, int heads, int layers, int intermediate) {
    /** The published tagger, {@code ram_swin_large_14m.pth}. */
    public static final RamConfig SWIN_LARGE = new RamConfig(SwinConfig.LARGE_384, 512, 4585, 768, 4, 2, 3072);

    /** Refuses sizes that are out of range or do not divide each other. */
    public RamConfig {
        Objects.requireNonNull(vision, "vision");
        require(projection, 1 << 16, "projection");
        require(labels, 1 << 20, "labels");
        require(hidden, 1 << 16, "hidden");
        require(heads, hidden, "heads");
        require(layers, 64, "layers");
        require(intermediate, 1 << 18, "intermediate");
        if (hidden % heads != 0) {
            throw new IllegalArgumentException(hidden + " channels are not divisible by " + heads + " heads");
        }
    }

    private static void require(int value, int most, String name) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " " + value + ", 1 to " + most);
        }
    }
}
