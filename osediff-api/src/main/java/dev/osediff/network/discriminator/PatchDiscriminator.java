package dev.osediff.network.discriminator;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * A discriminator of patches (pix2pix, arXiv 1611.07004, §3.2.2) with the norm over the channels of one pixel in place of
 * batch norm, so that no picture's score depends on the others of its batch. Input: picture [N, c, H, W] in [-1, 1], sides
 * at least {@link PatchDiscriminatorConfig#smallestSide()}. Output: one score per patch [N, 1, H', W'], higher for real
 * pictures, without a limit.
 *
 * @param config sizes
 */
public record PatchDiscriminator(PatchDiscriminatorConfig config) implements Network {
    private static final int KERNEL = 4;
    private static final float SLOPE = 0.2f;
    private static final float NORM_EPSILON = 1e-6f;

    @Override
    public String name() {
        return "PatchDiscriminator";
    }

    @Override
    public List<String> inputNames() {
        return List.of("image");
    }

    @Override
    public List<int[]> exampleShapes() {
        int side = config.smallestSide();
        return List.of(new int[] {1, config.imageChannels(), side, side});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        T h = inputs.get(0);
        int in = config.imageChannels();
        for (int i = 0; i <= config.halvings(); i++) {
            int out = config.channels(i);
            int stride = i < config.halvings() ? 2 : 1;
            h = convolved(ops, w.at("conv" + i), h, in, out, stride);
            if (i > 0) {
                h = ops.channelRmsNorm(h, w.tensor("norm" + i + ".weight", out), NORM_EPSILON);
            }
            h = ops.leakyRelu(h, SLOPE);
            in = out;
        }
        return convolved(ops, w.at("conv_out"), h, in, 1, 1);
    }

    private static <T> T convolved(Ops<T> ops, Weights<T> w, T x, int in, int out, int stride) {
        T weight = w.tensor("weight", out, in, KERNEL, KERNEL);
        return ops.conv2d(x, weight, w.tensor("bias", out), Conv2dSpec.padded(stride, 1));
    }
}
