package dev.osediff.network.stablediffusion;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a {@code UNet2DConditionModel}'s config.json that decide its shape (osediff.md §4.1; Stable Diffusion
 * 2.1-base has 320/640/1280/1280 channels and 5/10/20/20 heads).
 *
 * @param inChannels channels of the latent that comes in
 * @param outChannels channels of the prediction
 * @param blockOutChannels channels of each level, finest first; each is divisible by the norm groups
 * @param attentionHeads number of heads of each level; the config file calls this field attention_head_dim
 * @param crossAttention for each level, whether its blocks have transformers; up blocks mirror it
 * @param layersPerBlock residual blocks per level on the way down; one more on the way up
 * @param crossAttentionDim channels of the text embedding
 * @param normNumGroups groups of every group norm
 * @param normEpsilon epsilon of the residual blocks' group norms; the transformers' own is 1e-6
 */
public record UNetConfig(
        int inChannels,
        int outChannels,
        List<Integer> blockOutChannels,
        List<Integer> attentionHeads,
        List<Boolean> crossAttention,
        int layersPerBlock,
        int crossAttentionDim,
        int normNumGroups,
        float normEpsilon) {
    /** Stable Diffusion 2.1-base. */
    public static final UNetConfig SD21_BASE = new UNetConfig(
            4,
            4,
            List.of(320, 640, 1280, 1280),
            List.of(5, 10, 20, 20),
            List.of(true, true, true, false),
            2,
            1024,
            32,
            1e-5f);

    /** Most levels: more halve any latent to nothing. */
    static final int MOST_LEVELS = 8;

    /** Most blocks of a level, against files that ask for more than any memory holds. */
    static final int MOST_LAYERS = 64;

    /**
     * Copies the lists and refuses lists of unequal length, channels that groups or heads do not divide, and numbers of levels
     * and layers that no model has.
     */
    public UNetConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
        attentionHeads = List.copyOf(attentionHeads);
        crossAttention = List.copyOf(crossAttention);
        if (blockOutChannels.isEmpty()
                || attentionHeads.size() != blockOutChannels.size()
                || crossAttention.size() != blockOutChannels.size()) {
            throw new IllegalArgumentException("one entry per level is needed: block_out_channels " + blockOutChannels
                    + ", attention heads " + attentionHeads + ", cross attention " + crossAttention);
        }
        requireSizes(blockOutChannels.size(), layersPerBlock, normNumGroups);
        if (blockOutChannels.get(0) % 2 != 0) {
            throw new IllegalArgumentException(
                    "the first level has " + blockOutChannels.get(0) + " channels, an even number is needed");
        }
        for (int i = 0; i < blockOutChannels.size(); i++) {
            if (attentionHeads.get(i) < 1) {
                throw new IllegalArgumentException("level " + i + ": " + attentionHeads.get(i) + " attention heads");
            }
            if (blockOutChannels.get(i) % normNumGroups != 0 || blockOutChannels.get(i) % attentionHeads.get(i) != 0) {
                throw new IllegalArgumentException(
                        "level " + i + ": " + blockOutChannels.get(i) + " channels are not divisible by "
                                + normNumGroups + " groups and " + attentionHeads.get(i) + " heads");
            }
        }
    }

    /** Refuses what makes no network, or none that could be listed. */
    static void requireSizes(int levels, int layersPerBlock, int groups) {
        if (levels > MOST_LEVELS) {
            throw new IllegalArgumentException(levels + " levels, at most " + MOST_LEVELS);
        }
        if (layersPerBlock < 1 || layersPerBlock > MOST_LAYERS) {
            throw new IllegalArgumentException("layers per block " + layersPerBlock + ", 1 to " + MOST_LAYERS);
        }
        if (groups < 1) {
            throw new IllegalArgumentException("norm groups " + groups + ", at least 1");
        }
    }

    /** Returns the number of levels. */
    public int levels() {
        return blockOutChannels.size();
    }

    /**
     * One cross-attention.
     *
     * @param path checkpoint path of its parameters
     * @param channels width of its keys and of its values
     * @param heads number of heads, side by side in the channels
     */
    public record CrossAttention(String path, int channels, int heads) {}

    /** Returns all cross-attentions in the order of the forward pass. */
    public List<CrossAttention> crossAttentions() {
        List<CrossAttention> sites = new ArrayList<>();
        for (int level = 0; level < levels(); level++) {
            addCrossAttentions(sites, "down_blocks." + level, level, layersPerBlock);
        }
        sites.add(crossAttention("mid_block", levels() - 1, 0));
        for (int i = 0; i < levels(); i++) {
            addCrossAttentions(sites, "up_blocks." + i, levels() - 1 - i, layersPerBlock + 1);
        }
        return sites;
    }

    private void addCrossAttentions(List<CrossAttention> sites, String block, int level, int layers) {
        for (int i = 0; crossAttention.get(level) && i < layers; i++) {
            sites.add(crossAttention(block, level, i));
        }
    }

    private CrossAttention crossAttention(String block, int level, int index) {
        return new CrossAttention(
                block + ".attentions." + index + ".transformer_blocks.0.attn2",
                blockOutChannels.get(level),
                attentionHeads.get(level));
    }

    /** Returns the channels of all cross-attentions' keys and values together. */
    public int keysValuesChannels() {
        return 2 * crossAttentions().stream().mapToInt(CrossAttention::channels).sum();
    }

    /** Returns the length of the sinusoidal time vector. */
    public int timeChannels() {
        return blockOutChannels.get(0);
    }

    /** Returns the length of the embedded time vector. */
    public int timeEmbeddingChannels() {
        return 4 * blockOutChannels.get(0);
    }
}
