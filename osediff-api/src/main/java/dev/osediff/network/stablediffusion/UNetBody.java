package dev.osediff.network.stablediffusion;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The UNet behind its conditions: what {@link UNet2DCondition} and {@link OneStepUNet} have in common. For one forward pass. */
final class UNetBody<T> {
    private final UNetConfig config;
    private final Ops<T> ops;
    private final T time;
    private final TextConditioning<T> text;
    private final boolean scaledQueries;
    private final Deque<T> skips = new ArrayDeque<>();

    /**
     * Prepares.
     *
     * @param time SiLU of the embedded time [N, E], or null where it is folded into the residual blocks' biases
     * @param scaledQueries whether the attentions' factor 1 / √d is folded into the weights
     */
    UNetBody(UNetConfig config, Ops<T> ops, T time, TextConditioning<T> text, boolean scaledQueries) {
        this.config = config;
        this.ops = ops;
        this.time = time;
        this.text = text;
        this.scaledQueries = scaledQueries;
    }

    /** Computes the predictions [N, out, h, w] for samples [N, in, h, w], or for N prompts and one sample. */
    T forward(Weights<T> w, T sample) {
        int first = config.blockOutChannels().get(0);
        // 1. pre-process
        T h = ResnetBlock.conv(ops, w.at("conv_in"), sample, config.inChannels(), first, Conv2dSpec.SAME_3X3);
        // 2. down
        skips.push(h);
        for (int level = 0; level < config.levels(); level++) {
            h = down(w.at("down_blocks").at(level), level, h);
        }
        // 3. mid
        T bottom = h;
        h = ops.scope("mid_block", () -> mid(w.at("mid_block"), bottom));
        // 4. up
        for (int i = 0; i < config.levels(); i++) {
            h = up(w.at("up_blocks").at(i), config.levels() - 1 - i, h);
        }
        // 5. post-process
        h = ops.groupNormSilu(
                h,
                config.normNumGroups(),
                w.tensor("conv_norm_out.weight", first),
                w.tensor("conv_norm_out.bias", first),
                config.normEpsilon());
        return ResnetBlock.conv(ops, w.at("conv_out"), h, first, config.outChannels(), Conv2dSpec.SAME_3X3);
    }

    private T down(Weights<T> w, int level, T x) {
        T h = x;
        for (int i = 0; i < config.layersPerBlock(); i++) {
            h = layer(w, i, level, h);
            skips.push(h);
        }
        if (level < config.levels() - 1) {
            int c = config.blockOutChannels().get(level);
            h = ResnetBlock.conv(ops, w.at("downsamplers.0.conv"), h, c, c, Conv2dSpec.DOWN_3X3);
            skips.push(h);
        }
        return h;
    }

    private T mid(Weights<T> w, T x) {
        int last = config.levels() - 1;
        T h = resnet(w.at("resnets").at(0), last, x);
        h = transformer(w.at("attentions").at(0), last, h);
        return resnet(w.at("resnets").at(1), last, h);
    }

    private T up(Weights<T> w, int level, T x) {
        T h = x;
        for (int i = 0; i <= config.layersPerBlock(); i++) {
            T skip = Samples.repeated(ops, skips.pop(), ops.shape(h)[0]);
            h = layer(w, i, level, ops.concat(List.of(h, skip), 1));
        }
        if (level > 0) {
            // To the size of the next skip: a side that is not a multiple of 8 was rounded up on the way down.
            int[] target = ops.shape(skips.peek());
            int c = config.blockOutChannels().get(level);
            Weights<T> conv = w.at("upsamplers.0.conv");
            h = ops.upsampleConv2d(h, conv.tensor("weight", c, c, 3, 3), conv.tensor("bias", c), target[2], target[3]);
        }
        return h;
    }

    private T layer(Weights<T> w, int index, int level, T x) {
        return ops.scope(w.path() + "." + index, () -> {
            T h = resnet(w.at("resnets").at(index), level, x);
            return config.crossAttention().get(level)
                    ? transformer(w.at("attentions").at(index), level, h)
                    : h;
        });
    }

    private T resnet(Weights<T> w, int level, T x) {
        int out = config.blockOutChannels().get(level);
        return ResnetBlock.forward(ops, w, x, time, out, config.normNumGroups(), config.normEpsilon());
    }

    private T transformer(Weights<T> w, int level, T x) {
        return new Transformer2D<>(ops, text, config.attentionHeads().get(level), config.normNumGroups(), scaledQueries)
                .forward(w, x);
    }
}
