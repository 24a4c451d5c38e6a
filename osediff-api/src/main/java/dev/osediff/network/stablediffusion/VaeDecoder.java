package dev.osediff.network.stablediffusion;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * The decoding half of {@code AutoencoderKL}: latent [N, latent, h, w], already divided by the scaling factor, to the
 * picture [N, 3, 8h, 8w], nominally in [-1, 1] and not clamped.
 *
 * @param config sizes
 * @param folded whether the parameters are those of {@link AutoencoderFolding}
 */
public record VaeDecoder(AutoencoderConfig config, boolean folded) implements Network {
    /** The decoder of parameters as they are published. */
    public VaeDecoder(AutoencoderConfig config) {
        this(config, false);
    }

    @Override
    public String name() {
        return "AutoencoderKL.decoder";
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
    public <T> T forward(Ops<T> ops, Weights<T> root, List<T> inputs) {
        Weights<T> w = root.at("decoder");
        List<Integer> channels = config.blockOutChannels();
        int levels = channels.size();
        int latent = config.latentChannels();
        // 1. pre-process
        T h = inputs.get(0);
        if (!folded || root.has("post_quant_conv.weight")) {
            h = ops.conv2d(
                    h,
                    root.tensor("post_quant_conv.weight", latent, latent, 1, 1),
                    root.tensor("post_quant_conv.bias", latent),
                    Conv2dSpec.POINTWISE);
        }
        h = ResnetBlock.conv(ops, w.at("conv_in"), h, latent, channels.get(levels - 1), Conv2dSpec.SAME_3X3);
        // 2. mid
        h = VaeBlocks.mid(ops, w.at("mid_block"), h, config, folded);
        // 3. up
        for (int i = 0; i < levels; i++) {
            Weights<T> block = w.at("up_blocks").at(i);
            int c = channels.get(levels - 1 - i);
            for (int j = 0; j <= config.layersPerBlock(); j++) {
                h = VaeBlocks.resnet(ops, block.at("resnets").at(j), h, c, config);
            }
            if (i < levels - 1) {
                Weights<T> conv = block.at("upsamplers.0.conv");
                int[] shape = ops.shape(h);
                h = ops.upsampleConv2d(
                        h, conv.tensor("weight", c, c, 3, 3), conv.tensor("bias", c), 2 * shape[2], 2 * shape[3]);
            }
        }
        // 4. post-process
        h = VaeBlocks.normSilu(ops, w.at("conv_norm_out"), h, config);
        return ResnetBlock.conv(ops, w.at("conv_out"), h, channels.get(0), config.imageChannels(), Conv2dSpec.SAME_3X3);
    }
}
