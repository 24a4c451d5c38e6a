package dev.osediff.network.small;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;

/** The two residual blocks of the small networks. */
final class ResidualBlock {
    static final float NORM_EPSILON = 1e-6f;

    private ResidualBlock() {}

    /** x + conv2(silu(conv1(x))); x [N, C, H, W]. */
    static <T> T plain(Ops<T> ops, Weights<T> w, T x) {
        return ops.scope(w.path(), () -> {
            int c = ops.shape(x)[1];
            T h = conv(ops, w.at("conv1"), x, c, c);
            return ops.add(x, conv(ops, w.at("conv2"), ops.silu(h), c, c));
        });
    }

    /** The UNet's block: norm, SiLU, conv, + time, norm, SiLU, conv, + shortcut; x [N, in, H, W], time [N, E]. */
    static <T> T timed(Ops<T> ops, Weights<T> w, T x, T time, int out) {
        return ops.scope(w.path(), () -> {
            int in = ops.shape(x)[1];
            int e = ops.shape(time)[1];
            T h = ops.channelRmsNormSilu(x, w.tensor("norm1.weight", in), NORM_EPSILON);
            h = conv(ops, w.at("conv1"), h, in, out);
            Weights<T> projection = w.at("time_emb_proj");
            T bias = ops.linear(time, projection.tensor("weight", out, e), projection.tensor("bias", out));
            h = ops.addChannelBias(h, bias);
            h = ops.channelRmsNormSilu(h, w.tensor("norm2.weight", out), NORM_EPSILON);
            h = conv(ops, w.at("conv2"), h, out, out);
            T shortcut = in == out ? x : pointwise(ops, w.at("conv_shortcut"), x, in, out);
            return ops.add(shortcut, h);
        });
    }

    static <T> T conv(Ops<T> ops, Weights<T> w, T x, int in, int out) {
        return ops.conv2d(x, w.tensor("weight", out, in, 3, 3), w.tensor("bias", out), Conv2dSpec.SAME_3X3);
    }

    static <T> T pointwise(Ops<T> ops, Weights<T> w, T x, int in, int out) {
        return ops.conv2d(x, w.tensor("weight", out, in, 1, 1), w.tensor("bias", out), Conv2dSpec.POINTWISE);
    }
}
