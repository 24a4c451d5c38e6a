package dev.osediff.network.small;

import java.util.List;

/**
 * Sizes of the embedded model's UNet: no attention and per-pixel normalisation, so that its output at a pixel depends on
 * a bounded neighbourhood.
 *
 * @param latentChannels channels in and out
 * @param blockOutChannels channels of each level, finest first
 * @param layersPerBlock residual blocks per level on the way down; one more on the way up
 * @param midBlocks residual blocks at the coarsest level between the two ways
 * @param timeChannels length of the sinusoid, even
 * @param timeEmbeddingChannels length of the embedded time
 */
public record SmallUNetConfig(
        int latentChannels,
        List<Integer> blockOutChannels,
        int layersPerBlock,
        int midBlocks,
        int timeChannels,
        int timeEmbeddingChannels) {
    /** Copies the list and refuses sizes below 1. */
    public SmallUNetConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
        if (blockOutChannels.isEmpty()
                || latentChannels < 1
                || layersPerBlock < 1
                || midBlocks < 1
                || timeChannels < 2
                || timeChannels % 2 != 0
                || timeEmbeddingChannels < 1) {
            throw new IllegalArgumentException("sizes must be at least 1 and the time channels even, found "
                    + latentChannels
                    + ", " + blockOutChannels + ", " + layersPerBlock + ", " + midBlocks + ", " + timeChannels + ", "
                    + timeEmbeddingChannels);
        }
    }

    /** Returns the number of levels. */
    public int levels() {
        return blockOutChannels.size();
    }

    /** Returns the number that latent sizes and tile offsets must be multiples of, so that every level halves evenly. */
    public int alignment() {
        return 1 << (levels() - 1);
    }

    /**
     * Returns how far, in latent pixels, the network looks beyond its own pixel; the sum of all 3×3 convolutions along
     * the longest path, each counted at its level's pixel size.
     */
    public int radius() {
        int coarsest = levels() - 1;
        int radius = 2 + 2 * midBlocks * (1 << coarsest);
        for (int level = 0; level <= coarsest; level++) {
            radius += 2 * (2 * layersPerBlock + 1) * (1 << level);
            if (level < coarsest) {
                // Stride-2 convolution at this level; nearest-neighbour doubling and the convolution after it.
                radius += (1 << level) + 2 * (1 << level);
            }
        }
        return radius;
    }
}
