package dev.osediff.network.rrdb;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The generator of ESRGAN (arXiv 1809.00219, §3.1), which Real-ESRGAN (arXiv 2107.10833), BSRGAN and LDL share: dense
 * blocks without norms, each added to its input with the weight 0.2. Input: picture [N, c, H, W] in [0, 1], sides multiples
 * of {@link RrdbConfig#unshuffle()}. Output: picture [N, c, s·H, s·W], nominally in [0, 1]. Parameters are named as
 * Real-ESRGAN's files name them.
 *
 * @param config sizes
 */
public record RrdbNet(RrdbConfig config) implements Network {
    private static final float SLOPE = 0.2f;
    private static final float RESIDUAL_WEIGHT = 0.2f;
    private static final int DENSE_BLOCKS = 3;
    private static final int CONVOLUTIONS = 5;

    @Override
    public String name() {
        return "RRDBNet";
    }

    @Override
    public List<String> inputNames() {
        return List.of("image");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, config.imageChannels(), config.unshuffle(), config.unshuffle()});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        int features = config.features();
        // 1. pixels to channels, where the network enlarges less than it doubles
        T x = config.unshuffle() == 1 ? inputs.get(0) : ops.pixelUnshuffle(inputs.get(0), config.unshuffle());
        // 2. trunk
        T first = conv(ops, w.at("conv_first"), x, config.inputChannels(), features);
        T h = first;
        for (int i = 0; i < config.blocks(); i++) {
            h = block(ops, w.at("body").at(i), h);
        }
        h = ops.add(first, conv(ops, w.at("conv_body"), h, features, features));
        // 3. doublings
        for (int i = 1; i <= config.upsamplings(); i++) {
            h = ops.leakyRelu(doubled(ops, w.at("conv_up" + i), h, features), SLOPE);
        }
        // 4. picture
        h = ops.leakyRelu(conv(ops, w.at("conv_hr"), h, features, features), SLOPE);
        return conv(ops, w.at("conv_last"), h, features, config.imageChannels());
    }

    /** Three dense blocks, added to their input. */
    private <T> T block(Ops<T> ops, Weights<T> w, T x) {
        return ops.scope(w.path(), () -> {
            T h = x;
            for (int i = 1; i <= DENSE_BLOCKS; i++) {
                h = dense(ops, w.at("rdb" + i), h);
            }
            return ops.add(x, ops.scale(h, RESIDUAL_WEIGHT));
        });
    }

    /** Five convolutions, each of which reads the input and the results of all before it. */
    private <T> T dense(Ops<T> ops, Weights<T> w, T x) {
        return ops.scope(w.path(), () -> {
            List<T> seen = new ArrayList<>(List.of(x));
            T h = x;
            for (int i = 1; i <= CONVOLUTIONS; i++) {
                T all = i == 1 ? x : ops.concat(seen, 1);
                int in = config.features() + (i - 1) * config.growth();
                boolean last = i == CONVOLUTIONS;
                h = conv(ops, w.at("conv" + i), all, in, last ? config.features() : config.growth());
                if (!last) {
                    h = ops.leakyRelu(h, SLOPE);
                    seen.add(h);
                }
            }
            return ops.add(x, ops.scale(h, RESIDUAL_WEIGHT));
        });
    }

    private static <T> T conv(Ops<T> ops, Weights<T> w, T x, int in, int out) {
        return ops.conv2d(x, w.tensor("weight", out, in, 3, 3), w.tensor("bias", out), Conv2dSpec.SAME_3X3);
    }

    private static <T> T doubled(Ops<T> ops, Weights<T> w, T x, int channels) {
        int[] shape = ops.shape(x);
        return ops.upsampleConv2d(
                x,
                w.tensor("weight", channels, channels, 3, 3),
                w.tensor("bias", channels),
                2 * shape[2],
                2 * shape[3]);
    }
}
