package dev.osediff.network.ram;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * A Swin Transformer as RAM has it (arXiv 2103.14030, §3; osediff.md §4.5): picture to tokens.
 *
 * @param config sizes
 */
record SwinTransformer(SwinConfig config) {
    private static final float EPSILON = 1e-5f;
    private static final int WIDENING = 4;

    /**
     * Computes the tokens of a picture.
     *
     * @param image [N, 3, H, W]; the sides in patches are divisible by the windows of every stage
     * @return [N, 1 + L, features]: the mean of all L tokens, then the tokens row by row
     */
    <T> T forward(Ops<T> ops, Weights<T> w, T image) {
        // 1. patches
        TokenMap<T> x = patches(ops, w.at("patch_embed"), image);
        // 2. stages
        int last = config.depths().size() - 1;
        for (int stage = 0; stage <= last; stage++) {
            Weights<T> layer = w.at("layers").at(stage);
            for (int i = 0; i < config.depths().get(stage); i++) {
                x = block(ops, layer.at("blocks").at(i), x, stage, i % 2 == 1);
            }
            if (stage < last) {
                x = downsample(ops, layer.at("downsample"), x, config.channels(stage));
            }
        }
        // 3. norm and mean
        T tokens = layerNorm(ops, w.at("norm"), x.inRows(ops).tokens(), config.features());
        return ops.concat(List.of(mean(ops, tokens), tokens), 1);
    }

    private <T> TokenMap<T> patches(Ops<T> ops, Weights<T> w, T image) {
        int p = config.patch();
        int c = config.embed();
        T weight = w.tensor("proj.weight", c, 3, p, p);
        T map = ops.conv2d(image, weight, w.tensor("proj.bias", c), Conv2dSpec.padded(p, 0));
        int[] shape = ops.shape(map);
        return TokenMap.inRows(layerNorm(ops, w.at("norm"), ops.mapToTokens(map), c), shape[2], shape[3]);
    }

    private <T> TokenMap<T> block(Ops<T> ops, Weights<T> w, TokenMap<T> from, int stage, boolean shifted) {
        WindowGrid grid = WindowGrid.of(from.height(), from.width(), config.window(), shifted);
        int[] order = grid.order();
        T result = ops.scope(w.path(), () -> {
            int c = config.channels(stage);
            T x = from.in(order, ops).tokens();
            T normalised = layerNorm(ops, w.at("norm1"), x, c);
            T h = ops.add(
                    x,
                    attention(
                            ops, w.at("attn"), normalised, grid, config.heads().get(stage), c));
            T wide = linear(ops, w.at("mlp.fc1"), layerNorm(ops, w.at("norm2"), h, c), c, WIDENING * c);
            return ops.add(h, linear(ops, w.at("mlp.fc2"), ops.gelu(wide), WIDENING * c, c));
        });
        return new TokenMap<>(result, from.height(), from.width(), order);
    }

    private <T> T attention(Ops<T> ops, Weights<T> w, T x, WindowGrid grid, int heads, int c) {
        T qkv = linear(ops, w.at("qkv"), x, c, 3 * c);
        int length = grid.window() * grid.window();
        int reach = 2 * grid.window() - 1;
        T table = w.tensor("relative_position_bias_table", reach * reach, heads);
        T bias = ops.tokensToMap(ops.embedding(ops.constant(grid.distances()), table), length, length);
        Tensor mask = grid.mask();
        T attended = ops.windowAttention(
                ops.slice(qkv, 2, 0, c),
                ops.slice(qkv, 2, c, 2 * c),
                ops.slice(qkv, 2, 2 * c, 3 * c),
                bias,
                mask == null ? null : ops.constant(mask),
                heads);
        return linear(ops, w.at("proj"), attended, c, c);
    }

    private <T> TokenMap<T> downsample(Ops<T> ops, Weights<T> w, TokenMap<T> from, int c) {
        TokenMap<T> blocks = from.blocks(ops);
        T normalised = layerNorm(ops, w.at("norm"), blocks.tokens(), 4 * c);
        return blocks.with(ops.linear(normalised, w.tensor("reduction.weight", 2 * c, 4 * c), null));
    }

    /** The mean over all tokens, as the attention of a query of zeros, whose scores are all equal. */
    private static <T> T mean(Ops<T> ops, T tokens) {
        int[] shape = ops.shape(tokens);
        return ops.attention(ops.constant(Tensor.zeros(shape[0], 1, shape[2])), tokens, tokens, 1);
    }

    private static <T> T layerNorm(Ops<T> ops, Weights<T> w, T x, int c) {
        return ops.layerNorm(x, w.tensor("weight", c), w.tensor("bias", c), EPSILON);
    }

    private static <T> T linear(Ops<T> ops, Weights<T> w, T x, int in, int out) {
        return ops.linear(x, w.tensor("weight", out, in), w.tensor("bias", out));
    }
}
