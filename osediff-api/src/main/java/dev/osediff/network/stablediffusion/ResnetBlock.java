package dev.osediff.network.stablediffusion;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;

/** The residual block of the UNet and of the autoencoder: norm, SiLU, conv, (+ time), norm, SiLU, conv, + shortcut. */
final class ResnetBlock {
    private ResnetBlock() {}

    /**
     * Computes the block.
     *
     * @param x [N, in, H, W]
     * @param timeEmbedding SiLU of the embedded time, [N, E], or null in the autoencoder
     * @return [N, out, H, W]
     */
    static <T> T forward(Ops<T> ops, Weights<T> w, T x, T timeEmbedding, int out, int groups, float epsilon) {
        int in = ops.shape(x)[1];
        T h = ops.groupNormSilu(x, groups, w.tensor("norm1.weight", in), w.tensor("norm1.bias", in), epsilon);
        h = conv(ops, w.at("conv1"), h, in, out, Conv2dSpec.SAME_3X3);
        if (timeEmbedding != null) {
            h = ops.addChannelBias(
                    h, linear(ops, w.at("time_emb_proj"), timeEmbedding, ops.shape(timeEmbedding)[1], out));
        }
        h = ops.groupNormSilu(h, groups, w.tensor("norm2.weight", out), w.tensor("norm2.bias", out), epsilon);
        h = conv(ops, w.at("conv2"), h, out, out, Conv2dSpec.SAME_3X3);
        T shortcut = in == out
                ? x
                : ops.conv2d(
                        x,
                        w.tensor("conv_shortcut.weight", out, in, 1, 1),
                        w.tensor("conv_shortcut.bias", out),
                        Conv2dSpec.POINTWISE);
        return ops.add(shortcut, h);
    }

    /** 3×3 convolution with bias. */
    static <T> T conv(Ops<T> ops, Weights<T> w, T x, int in, int out, Conv2dSpec spec) {
        return ops.conv2d(x, w.tensor("weight", out, in, 3, 3), w.tensor("bias", out), spec);
    }

    /** Linear layer with bias. */
    static <T> T linear(Ops<T> ops, Weights<T> w, T x, int in, int out) {
        return ops.linear(x, w.tensor("weight", out, in), w.tensor("bias", out));
    }
}
