package dev.osediff.network.small;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * The embedded model's encoder: picture [N, 3, H, W] in [-1, 1] to latent [N, z, H/f, W/f] with about zero mean and unit
 * deviation per channel. A linear shortcut (started as principal components of f×f patches) plus residual blocks.
 *
 * @param config sizes
 */
public record SmallEncoder(SmallAutoencoderConfig config) implements Network {
    @Override
    public String name() {
        return "SmallEncoder";
    }

    @Override
    public List<String> inputNames() {
        return List.of("image");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, config.imageChannels(), config.downFactor(), config.downFactor()});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        int hidden = config.hiddenChannels();
        T patches = ops.pixelUnshuffle(inputs.get(0), config.downFactor());
        T h = ResidualBlock.conv(ops, w.at("conv_in"), patches, config.blockChannels(), hidden);
        for (int i = 0; i < config.encoderBlocks(); i++) {
            h = ResidualBlock.plain(ops, w.at("blocks").at(i), h);
        }
        h = ResidualBlock.conv(ops, w.at("conv_out"), ops.silu(h), hidden, config.latentChannels());
        T linear = ResidualBlock.pointwise(
                ops, w.at("shortcut"), patches, config.blockChannels(), config.latentChannels());
        return ops.add(linear, h);
    }
}
