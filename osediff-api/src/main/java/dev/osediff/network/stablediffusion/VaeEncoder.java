package dev.osediff.network.stablediffusion;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * The encoding half of {@code AutoencoderKL}: picture [N, 3, H, W] in [-1, 1] to the posterior's moments
 * [N, 2·latent, H/8, W/8]: the mean first, then the logarithm of the variance, not yet scaled by the scaling factor. H
 * and W are multiples of {@link AutoencoderConfig#downFactor()}.
 *
 * @param config sizes
 * @param folded whether the parameters are those of {@link AutoencoderFolding}
 */
public record VaeEncoder(AutoencoderConfig config, boolean folded) implements Network {
    /** The encoder of parameters as they are published. */
    public VaeEncoder(AutoencoderConfig config) {
        this(config, false);
    }

    @Override
    public String name() {
        return "AutoencoderKL.encoder";
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
    public <T> T forward(Ops<T> ops, Weights<T> root, List<T> inputs) {
        Weights<T> w = root.at("encoder");
        List<Integer> channels = config.blockOutChannels();
        int moments = 2 * config.latentChannels();
        // 1. pre-process
        T h = ResnetBlock.conv(
                ops, w.at("conv_in"), inputs.get(0), config.imageChannels(), channels.get(0), Conv2dSpec.SAME_3X3);
        // 2. down
        for (int level = 0; level < channels.size(); level++) {
            Weights<T> block = w.at("down_blocks").at(level);
            int c = channels.get(level);
            for (int i = 0; i < config.layersPerBlock(); i++) {
                h = VaeBlocks.resnet(ops, block.at("resnets").at(i), h, c, config);
            }
            if (level < channels.size() - 1) {
                h = ResnetBlock.conv(ops, block.at("downsamplers.0.conv"), h, c, c, Conv2dSpec.DOWN_3X3_BOTTOM_RIGHT);
            }
        }
        // 3. mid
        h = VaeBlocks.mid(ops, w.at("mid_block"), h, config, folded);
        // 4. post-process
        int last = channels.get(channels.size() - 1);
        h = VaeBlocks.normSilu(ops, w.at("conv_norm_out"), h, config);
        h = ResnetBlock.conv(ops, w.at("conv_out"), h, last, moments, Conv2dSpec.SAME_3X3);
        if (folded) {
            return h;
        }
        return ops.conv2d(
                h,
                root.tensor("quant_conv.weight", moments, moments, 1, 1),
                root.tensor("quant_conv.bias", moments),
                Conv2dSpec.POINTWISE);
    }
}
