package dev.osediff.network.small;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The embedded model's UNet: the shape of Stable Diffusion's without attention, text and group norm. Inputs: sample
 * [N, z, h, w] with sides that are multiples of {@link SmallUNetConfig#alignment()} for exact tiles, time
 * [N, timeChannels] the sinusoid of 1000·t. Output: the flow prediction noise − latent, [N, z, h, w].
 *
 * @param config sizes
 */
public record SmallUNet(SmallUNetConfig config) implements Network {
    @Override
    public String name() {
        return "SmallUNet";
    }

    @Override
    public List<String> inputNames() {
        return List.of("sample", "time");
    }

    @Override
    public List<int[]> exampleShapes() {
        int side = config.alignment();
        return List.of(new int[] {1, config.latentChannels(), side, side}, new int[] {1, config.timeChannels()});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        List<Integer> channels = config.blockOutChannels();
        int levels = config.levels();
        int first = channels.get(0);
        // 1. time
        T time = time(ops, w.at("time_embedding"), inputs.get(1));
        // 2. pre-process
        T h = ResidualBlock.conv(ops, w.at("conv_in"), inputs.get(0), config.latentChannels(), first);
        // 3. down
        Deque<T> skips = new ArrayDeque<>();
        skips.push(h);
        for (int level = 0; level < levels; level++) {
            Weights<T> block = w.at("down_blocks").at(level);
            int c = channels.get(level);
            for (int i = 0; i < config.layersPerBlock(); i++) {
                h = ResidualBlock.timed(ops, block.at("resnets").at(i), h, time, c);
                skips.push(h);
            }
            if (level < levels - 1) {
                Weights<T> conv = block.at("downsamplers.0.conv");
                h = ops.conv2d(h, conv.tensor("weight", c, c, 3, 3), conv.tensor("bias", c), Conv2dSpec.DOWN_3X3);
                skips.push(h);
            }
        }
        // 4. mid
        for (int i = 0; i < config.midBlocks(); i++) {
            h = ResidualBlock.timed(ops, w.at("mid_block.resnets").at(i), h, time, channels.get(levels - 1));
        }
        // 5. up
        for (int i = 0; i < levels; i++) {
            Weights<T> block = w.at("up_blocks").at(i);
            int c = channels.get(levels - 1 - i);
            for (int j = 0; j <= config.layersPerBlock(); j++) {
                h = ResidualBlock.timed(
                        ops, block.at("resnets").at(j), ops.concat(List.of(h, skips.pop()), 1), time, c);
            }
            if (i < levels - 1) {
                int[] target = ops.shape(skips.peek());
                Weights<T> conv = block.at("upsamplers.0.conv");
                h = ops.upsampleConv2d(
                        h, conv.tensor("weight", c, c, 3, 3), conv.tensor("bias", c), target[2], target[3]);
            }
        }
        // 6. post-process
        h = ops.channelRmsNormSilu(h, w.tensor("conv_norm_out.weight", first), ResidualBlock.NORM_EPSILON);
        return ResidualBlock.conv(ops, w.at("conv_out"), h, first, config.latentChannels());
    }

    private <T> T time(Ops<T> ops, Weights<T> w, T sinusoid) {
        int in = config.timeChannels();
        int out = config.timeEmbeddingChannels();
        T h = ops.silu(ops.linear(sinusoid, w.tensor("linear_1.weight", out, in), w.tensor("linear_1.bias", out)));
        return ops.silu(ops.linear(h, w.tensor("linear_2.weight", out, out), w.tensor("linear_2.bias", out)));
    }
}
