package dev.osediff.network.small;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * The embedded model's decoder, the mirror of {@link SmallEncoder}: latent [N, z, h, w] to picture [N, 3, f·h, f·w],
 * nominally in [-1, 1] and not clamped.
 *
 * @param config sizes
 */
public record SmallDecoder(SmallAutoencoderConfig config) implements Network {
    @Override
    public String name() {
        return "SmallDecoder";
    }

    @Override
    public List<String> inputNames() {
        return List.of("latent");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, config.latentChannels(), 1, 1});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        int hidden = config.hiddenChannels();
        T latent = inputs.get(0);
        T h = ResidualBlock.conv(ops, w.at("conv_in"), latent, config.latentChannels(), hidden);
        for (int i = 0; i < config.decoderBlocks(); i++) {
            h = ResidualBlock.plain(ops, w.at("blocks").at(i), h);
        }
        h = ResidualBlock.conv(ops, w.at("conv_out"), ops.silu(h), hidden, config.blockChannels());
        T linear =
                ResidualBlock.pointwise(ops, w.at("shortcut"), latent, config.latentChannels(), config.blockChannels());
        return ops.pixelShuffle(ops.add(linear, h), config.downFactor());
    }
}
