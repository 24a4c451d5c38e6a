package dev.osediff.network.ram;

import java.util.List;

/**
 * Sizes of a Swin Transformer (arXiv 2103.14030, §3.3).
 *
 * @param imageSide side of the square picture in pixels
 * @param patch side of a patch in pixels
 * @param window side of a window in patches
 * @param embed channels of the first stage; each stage after it has twice as many
 * @param depths blocks of each stage
 * @param heads attention heads of each stage, which divide its channels
 */
public record SwinConfig(int imageSide, int patch, int window, int embed, List<Integer> depths, List<Integer> heads) {
    /** The Swin-L at 384 pixels that RAM was published with. */
    public static final SwinConfig LARGE_384 =
            new SwinConfig(384, 4, 12, 192, List.of(2, 2, 18, 2), List.of(6, 12, 24, 48));

    private static final int MOST_STAGES = 6;
    private static final int MOST_BLOCKS = 256;

    /** Refuses sizes that are out of range or do not divide each other. */
    public SwinConfig {
        depths = List.copyOf(depths);
        heads = List.copyOf(heads);
        require(imageSide >= 1 && imageSide <= 4096, "imageSide " + imageSide + ", 1 to 4096");
        require(patch >= 1 && patch <= 64, "patch " + patch + ", 1 to 64");
        require(window >= 1 && window <= 64, "window " + window + ", 1 to 64");
        require(embed >= 1 && embed <= 4096, "embed " + embed + ", 1 to 4096");
        require(
                !depths.isEmpty() && depths.size() <= MOST_STAGES && depths.size() == heads.size(),
                depths.size() + " depths and " + heads.size() + " heads, 1 to " + MOST_STAGES + " of both");
        require(imageSide % patch == 0, "imageSide " + imageSide + " is not divisible by patch " + patch);
        for (int i = 0; i < depths.size(); i++) {
            require(depths.get(i) >= 1 && depths.get(i) <= MOST_BLOCKS, "depth " + depths.get(i) + ", 1 to 256");
            require(
                    heads.get(i) >= 1 && (embed << i) % heads.get(i) == 0,
                    (embed << i) + " channels are not divisible by " + heads.get(i) + " heads");
            int side = imageSide / patch >> i;
            require(
                    side >= 1 && side % Math.min(side, window) == 0,
                    "stage " + i + " of " + side + " patches has no whole windows of " + window);
            require(
                    i == depths.size() - 1 || side % 2 == 0,
                    "stage " + i + " of " + side + " patches cannot be halved");
        }
    }

    /** Returns the channels of one stage, counted from 0. */
    public int channels(int stage) {
        return embed << stage;
    }

    /** Returns the channels of the result. */
    public int features() {
        return channels(depths.size() - 1);
    }

    private static void require(boolean right, String text) {
        if (!right) {
            throw new IllegalArgumentException(text);
        }
    }
}
