package dev.osediff.network.stablediffusion;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The text-conditioned UNet of Stable Diffusion 2.1 (diffusers' {@code UNet2DConditionModel} with linear projections);
 * tensor names are the checkpoint's keys. Inputs: sample [N, in, h, w] of any size, time [N, C₀] the sinusoid of the
 * timestep ({@link dev.osediff.network.SinusoidalEmbedding}), context [N, L, D] the text embedding. Output: the
 * prediction [N, out, h, w].
 *
 * @param config sizes
 */
public record UNet2DCondition(UNetConfig config) implements Network {
    @Override
    public String name() {
        return "UNet2DCondition";
    }

    @Override
    public List<String> inputNames() {
        return List.of("sample", "time", "context");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, config.inChannels(), 1, 1}, new int[] {1, config.timeChannels()}, new int[] {
            1, 1, config.crossAttentionDim()
        });
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        T sample = inputs.get(0);
        T context = inputs.get(2);
        int first = config.blockOutChannels().get(0);
        // 1. time; every residual block applies SiLU to it first, so that is done once here
        T time = ops.scope("time_embedding", () -> time(ops, w.at("time_embedding"), inputs.get(1)));
        // 2. pre-process
        T h = ResnetBlock.conv(ops, w.at("conv_in"), sample, config.inChannels(), first, Conv2dSpec.SAME_3X3);
        // 3. down
        Deque<T> skips = new ArrayDeque<>();
        skips.push(h);
        for (int level = 0; level < config.levels(); level++) {
            h = down(ops, w.at("down_blocks").at(level), level, h, time, context, skips);
        }
        // 4. mid
        T bottom = h;
        h = ops.scope("mid_block", () -> mid(ops, w.at("mid_block"), bottom, time, context));
        // 5. up
        for (int i = 0; i < config.levels(); i++) {
            h = up(ops, w.at("up_blocks").at(i), config.levels() - 1 - i, h, time, context, skips);
        }
        // 6. post-process
        h = ops.groupNormSilu(
                h,
                config.normNumGroups(),
                w.tensor("conv_norm_out.weight", first),
                w.tensor("conv_norm_out.bias", first),
                config.normEpsilon());
        return ResnetBlock.conv(ops, w.at("conv_out"), h, first, config.outChannels(), Conv2dSpec.SAME_3X3);
    }

    private <T> T time(Ops<T> ops, Weights<T> w, T sinusoid) {
        int embedding = config.timeEmbeddingChannels();
        T h = ResnetBlock.linear(ops, w.at("linear_1"), sinusoid, config.timeChannels(), embedding);
        return ops.silu(ResnetBlock.linear(ops, w.at("linear_2"), ops.silu(h), embedding, embedding));
    }

    private <T> T down(Ops<T> ops, Weights<T> w, int level, T x, T time, T context, Deque<T> skips) {
        T h = x;
        for (int i = 0; i < config.layersPerBlock(); i++) {
            h = layer(ops, w, i, level, h, time, context);
            skips.push(h);
        }
        if (level < config.levels() - 1) {
            int c = config.blockOutChannels().get(level);
            h = ResnetBlock.conv(ops, w.at("downsamplers.0.conv"), h, c, c, Conv2dSpec.DOWN_3X3);
            skips.push(h);
        }
        return h;
    }

    private <T> T mid(Ops<T> ops, Weights<T> w, T x, T time, T context) {
        int last = config.levels() - 1;
        T h = resnet(ops, w.at("resnets").at(0), last, x, time);
        h = transformer(ops, w.at("attentions").at(0), last, h, context);
        return resnet(ops, w.at("resnets").at(1), last, h, time);
    }

    private <T> T up(Ops<T> ops, Weights<T> w, int level, T x, T time, T context, Deque<T> skips) {
        T h = x;
        for (int i = 0; i <= config.layersPerBlock(); i++) {
            h = layer(ops, w, i, level, ops.concat(List.of(h, skips.pop()), 1), time, context);
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

    private <T> T layer(Ops<T> ops, Weights<T> w, int index, int level, T x, T time, T context) {
        return ops.scope(w.path() + "." + index, () -> {
            T h = resnet(ops, w.at("resnets").at(index), level, x, time);
            return config.crossAttention().get(level)
                    ? transformer(ops, w.at("attentions").at(index), level, h, context)
                    : h;
        });
    }

    private <T> T resnet(Ops<T> ops, Weights<T> w, int level, T x, T time) {
        int out = config.blockOutChannels().get(level);
        return ResnetBlock.forward(ops, w, x, time, out, config.normNumGroups(), config.normEpsilon());
    }

    private <T> T transformer(Ops<T> ops, Weights<T> w, int level, T x, T context) {
        return Transformer2D.forward(ops, w, x, context, config.attentionHeads().get(level), config.normNumGroups());
    }
}
