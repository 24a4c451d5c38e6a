package dev.osediff.network.stablediffusion;

import dev.osediff.network.Ops;
import dev.osediff.network.Weights;

/**
 * The UNet's spatial transformer with linear projections: group norm, tokens, one block of self-attention,
 * cross-attention and gated feed-forward, back to a map, plus the input (osediff.md §4.1).
 */
final class Transformer2D {
    private static final float GROUP_NORM_EPSILON = 1e-6f;
    private static final float LAYER_NORM_EPSILON = 1e-5f;

    private Transformer2D() {}

    /**
     * Computes the transformer.
     *
     * @param x [N, C, H, W]
     * @param text gives the cross-attention's keys and values
     * @return [N, C, H, W]
     */
    static <T> T forward(Ops<T> ops, Weights<T> w, T x, TextConditioning<T> text, int heads, int groups) {
        int[] shape = ops.shape(x);
        int c = shape[1];
        T h = ops.groupNorm(x, groups, w.tensor("norm.weight", c), w.tensor("norm.bias", c), GROUP_NORM_EPSILON);
        T tokens = ResnetBlock.linear(ops, w.at("proj_in"), ops.mapToTokens(h), c, c);
        Weights<T> block = w.at("transformer_blocks").at(0);
        T out = ops.scope("transformer_blocks.0", () -> block(ops, block, tokens, text, c, heads));
        T projected = ResnetBlock.linear(ops, w.at("proj_out"), out, c, c);
        return ops.add(ops.tokensToMap(projected, shape[2], shape[3]), x);
    }

    private static <T> T block(Ops<T> ops, Weights<T> w, T tokens, TextConditioning<T> text, int c, int heads) {
        // 1. self-attention
        T normed = layerNorm(ops, w.at("norm1"), tokens, c);
        T h = ops.add(
                attention(ops, w.at("attn1"), normed, KeysValues.of(ops, w.at("attn1"), normed, c), heads), tokens);
        // 2. cross-attention
        T query = layerNorm(ops, w.at("norm2"), h, c);
        h = ops.add(attention(ops, w.at("attn2"), query, text.keysValues(ops, w.at("attn2"), c), heads), h);
        // 3. feed-forward with GEGLU: value · gelu(gate)
        T projected = ResnetBlock.linear(ops, w.at("ff.net.0.proj"), layerNorm(ops, w.at("norm3"), h, c), c, 8 * c);
        T gated = ops.multiply(ops.slice(projected, 2, 0, 4 * c), ops.gelu(ops.slice(projected, 2, 4 * c, 8 * c)));
        return ops.add(ResnetBlock.linear(ops, w.at("ff.net.2"), gated, 4 * c, c), h);
    }

    private static <T> T attention(Ops<T> ops, Weights<T> w, T x, KeysValues<T> keysValues, int heads) {
        int c = ops.shape(x)[2];
        T q = ops.linear(x, w.tensor("to_q.weight", c, c), null);
        T mixed = ops.attention(q, keysValues.keys(), keysValues.values(), heads);
        return ResnetBlock.linear(ops, w.at("to_out.0"), mixed, c, c);
    }

    private static <T> T layerNorm(Ops<T> ops, Weights<T> w, T x, int c) {
        return ops.layerNorm(x, w.tensor("weight", c), w.tensor("bias", c), LAYER_NORM_EPSILON);
    }
}
