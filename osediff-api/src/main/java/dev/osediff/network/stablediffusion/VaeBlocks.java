package dev.osediff.network.stablediffusion;

import dev.osediff.network.Ops;
import dev.osediff.network.Weights;

/** What the autoencoder's two halves share: residual block, mid block with one-headed attention, output norm. */
final class VaeBlocks {
    private VaeBlocks() {}

    static <T> T resnet(Ops<T> ops, Weights<T> w, T x, int out, AutoencoderConfig config) {
        return ops.scope(
                w.path(),
                () -> ResnetBlock.forward(
                        ops, w, x, null, out, config.normNumGroups(), AutoencoderConfig.NORM_EPSILON));
    }

    static <T> T mid(Ops<T> ops, Weights<T> w, T x, AutoencoderConfig config, boolean folded) {
        int c = ops.shape(x)[1];
        T h = resnet(ops, w.at("resnets").at(0), x, c, config);
        T before = h;
        h = ops.scope(
                w.path() + ".attentions.0",
                () -> attention(ops, w.at("attentions").at(0), before, config, folded));
        return resnet(ops, w.at("resnets").at(1), h, c, config);
    }

    static <T> T normSilu(Ops<T> ops, Weights<T> w, T x, AutoencoderConfig config) {
        int c = ops.shape(x)[1];
        return ops.groupNormSilu(
                x, config.normNumGroups(), w.tensor("weight", c), w.tensor("bias", c), AutoencoderConfig.NORM_EPSILON);
    }

    private static <T> T attention(Ops<T> ops, Weights<T> w, T x, AutoencoderConfig config, boolean folded) {
        int[] shape = ops.shape(x);
        int c = shape[1];
        T normed = ops.groupNorm(
                x,
                config.normNumGroups(),
                w.tensor("group_norm.weight", c),
                w.tensor("group_norm.bias", c),
                AutoencoderConfig.NORM_EPSILON);
        T tokens = ops.mapToTokens(normed);
        T q = ResnetBlock.linear(ops, w.at("to_q"), tokens, c, c);
        T k = ResnetBlock.linear(ops, w.at("to_k"), tokens, c, c);
        T v = ResnetBlock.linear(ops, w.at("to_v"), tokens, c, c);
        T mixed = folded ? ops.attentionOfScaled(q, k, v, 1) : ops.attention(q, k, v, 1);
        T out = ResnetBlock.linear(ops, w.at("to_out.0"), mixed, c, c);
        return ops.add(ops.tokensToMap(out, shape[2], shape[3]), x);
    }
}
