package dev.osediff.network.stablediffusion;

import java.util.List;

/**
 * The fields of an {@code AutoencoderKL}'s config.json that decide its shape (osediff.md §4.2).
 *
 * @param imageChannels channels of the picture, 3
 * @param latentChannels channels of the latent, 4
 * @param blockOutChannels channels of each level, finest first; all but the last level halve the size
 * @param layersPerBlock residual blocks per encoder level; the decoder has one more
 * @param normNumGroups groups of every group norm
 * @param scalingFactor factor between the autoencoder's latent and the denoiser's, 0.18215 where the file is silent
 */
public record AutoencoderConfig(
        int imageChannels,
        int latentChannels,
        List<Integer> blockOutChannels,
        int layersPerBlock,
        int normNumGroups,
        float scalingFactor) {
    /** Epsilon of every group norm in the autoencoder. */
    static final float NORM_EPSILON = 1e-6f;

    /** Stable Diffusion 2.1-base. */
    public static final AutoencoderConfig SD21_BASE =
            new AutoencoderConfig(3, 4, List.of(128, 256, 512, 512), 2, 32, 0.18215f);

    /** Copies the list and refuses channels that the groups do not divide, and sizes that no model has. */
    public AutoencoderConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
        if (blockOutChannels.isEmpty()) {
            throw new IllegalArgumentException("block_out_channels is empty");
        }
        UNetConfig.requireSizes(blockOutChannels.size(), layersPerBlock, normNumGroups);
        for (int channels : blockOutChannels) {
            if (channels % normNumGroups != 0) {
                throw new IllegalArgumentException(
                        channels + " channels are not divisible by " + normNumGroups + " groups");
            }
        }
    }

    /** Returns how many picture pixels one latent pixel covers in each direction. */
    public int downFactor() {
        return 1 << (blockOutChannels.size() - 1);
    }
}
