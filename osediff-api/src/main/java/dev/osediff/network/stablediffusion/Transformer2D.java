package dev.osediff.network.stablediffusion;

import dev.osediff.network.Ops;
import dev.osediff.network.Weights;

/**
 * The UNet's spatial transformer with linear projections: group norm, tokens, one block of self-attention,
 * cross-attention and gated feed-forward, back to a map, plus the input (osediff.md §4.1).
 *
 * @param text gives the cross-attention's keys and values
 * @param groups of the group norm
 * @param scaledQueries whether the factor 1 / √d is folded into the weights of the queries
 */
record Transformer2D<T>(Ops<T> ops, TextConditioning<T> text, int heads, int groups, boolean scaledQueries) {
    private static final float GROUP_NORM_EPSILON = 1e-6f;
    private static final float LAYER_NORM_EPSILON = 1e-5f;

    /** Computes the transformer of a map [N, C, H, W], which has the result's shape; of one map there are as many results as prompts. */
    T forward(Weights<T> w, T x) {
        int[] shape = ops.shape(x);
        int c = shape[1];
        T h = ops.groupNorm(x, groups, w.tensor("norm.weight", c), w.tensor("norm.bias", c), GROUP_NORM_EPSILON);
        T tokens = ResnetBlock.linear(ops, w.at("proj_in"), ops.mapToTokens(h), c, c);
        Weights<T> block = w.at("transformer_blocks").at(0);
        T out = ops.scope("transformer_blocks.0", () -> block(block, tokens, c));
        T projected = ResnetBlock.linear(ops, w.at("proj_out"), out, c, c);
        T map = ops.tokensToMap(projected, shape[2], shape[3]);
        return ops.add(map, Samples.repeated(ops, x, ops.shape(map)[0]));
    }

    private T block(Weights<T> w, T tokens, int c) {
        // 1. self-attention
        T normed = layerNorm(w.at("norm1"), tokens, c);
        T h = ops.add(attention(w.at("attn1"), normed, KeysValues.of(ops, w.at("attn1"), normed, c)), tokens);
        // 2. cross-attention
        KeysValues<T> words = text.keysValues(ops, w.at("attn2"), c);
        h = Samples.repeated(ops, h, ops.shape(words.keys())[0]);
        T query = layerNorm(w.at("norm2"), h, c);
        h = ops.add(attention(w.at("attn2"), query, words), h);
        // 3. feed-forward with GEGLU: value · gelu(gate)
        T projected = ResnetBlock.linear(ops, w.at("ff.net.0.proj"), layerNorm(w.at("norm3"), h, c), c, 8 * c);
        T gated = ops.multiply(ops.slice(projected, 2, 0, 4 * c), ops.gelu(ops.slice(projected, 2, 4 * c, 8 * c)));
        return ops.add(ResnetBlock.linear(ops, w.at("ff.net.2"), gated, 4 * c, c), h);
    }

    private T attention(Weights<T> w, T x, KeysValues<T> keysValues) {
        int c = ops.shape(x)[2];
        T q = ops.linear(x, w.tensor("to_q.weight", c, c), null);
        T mixed = scaledQueries
                ? ops.attentionOfScaled(q, keysValues.keys(), keysValues.values(), heads)
                : ops.attention(q, keysValues.keys(), keysValues.values(), heads);
        return ResnetBlock.linear(ops, w.at("to_out.0"), mixed, c, c);
    }

    private T layerNorm(Weights<T> w, T x, int c) {
        return ops.layerNorm(x, w.tensor("weight", c), w.tensor("bias", c), LAYER_NORM_EPSILON);
    }
}
