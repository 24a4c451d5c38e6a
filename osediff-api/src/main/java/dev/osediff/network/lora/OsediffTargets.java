package dev.osediff.network.lora;

import java.util.List;
import java.util.Set;

/**
 * What OSEDiff trains (arXiv 2406.08177, §3.2; osediff.md §2.3), and the same for the networks of the embedded model, whose
 * UNet has the names of Stable Diffusion's.
 */
public final class OsediffTargets {
    /** Alpha of all adapters: peft's default, which the checkpoint does not state. */
    public static final double ALPHA = 8;

    /** Adapter of the UNet's way down and of its first convolution, and of the autoencoder's encoder. */
    public static final String ENCODER = "default_encoder";

    /** Adapter of the UNet's way up and of its last convolution, and of the embedded model's decoder. */
    public static final String DECODER = "default_decoder";

    /** Adapter of the UNet's middle. */
    public static final String OTHERS = "default_others";

    /** The UNet's layer that is also trained as a whole. */
    public static final String FIRST_CONVOLUTION = "conv_in";

    /** All convolutions and linear layers but those of the time embedding. */
    private static final List<String> UNET_LAYERS = List.of(
            "to_k",
            "to_q",
            "to_v",
            "to_out.0",
            "conv",
            "conv1",
            "conv2",
            "conv_in",
            "conv_shortcut",
            "conv_out",
            "proj_out",
            "proj_in",
            "ff.net.2",
            "ff.net.0.proj");

    private static final List<String> AUTOENCODER_LAYERS = List.of(
            "conv1",
            "conv2",
            "conv_in",
            "conv_shortcut",
            "conv",
            "conv_out",
            "to_k",
            "to_q",
            "to_v",
            "to_out.0",
            "quant_conv");

    private static final List<String> SMALL_AUTOENCODER_LAYERS =
            List.of("conv1", "conv2", "conv_in", "conv_out", "shortcut");

    private OsediffTargets() {}

    /** Returns those of the generator's UNet: three adapters, and the first convolution as a whole. */
    public static LoraTargets generator(int rank) {
        return new LoraTargets(unetRules(rank), Set.of(FIRST_CONVOLUTION));
    }

    /** Returns those of the regulariser's UNet: the same three adapters and nothing as a whole. */
    public static LoraTargets regulariser(int rank) {
        return new LoraTargets(unetRules(rank), Set.of());
    }

    /** Returns those of the autoencoder's encoding half with {@code quant_conv}; the decoding half is not trained. */
    public static LoraTargets autoencoder(int rank) {
        LoraScale scale = new LoraScale(rank, ALPHA);
        return new LoraTargets(
                List.of(new LoraRule(ENCODER, scale, List.of("encoder", "quant_conv"), AUTOENCODER_LAYERS)), Set.of());
    }

    /** Returns those of the embedded model's encoder: every layer. */
    public static LoraTargets smallEncoder(int rank) {
        LoraScale scale = new LoraScale(rank, ALPHA);
        return new LoraTargets(List.of(new LoraRule(ENCODER, scale, List.of(""), SMALL_AUTOENCODER_LAYERS)), Set.of());
    }

    /** Returns those of the embedded model's decoder: every layer. The paper does not train its decoder, but ablates it. */
    public static LoraTargets smallDecoder(int rank) {
        LoraScale scale = new LoraScale(rank, ALPHA);
        return new LoraTargets(List.of(new LoraRule(DECODER, scale, List.of(""), SMALL_AUTOENCODER_LAYERS)), Set.of());
    }

    private static List<LoraRule> unetRules(int rank) {
        LoraScale scale = new LoraScale(rank, ALPHA);
        return List.of(
                new LoraRule(ENCODER, scale, List.of("down_blocks", "conv_in"), UNET_LAYERS),
                new LoraRule(DECODER, scale, List.of("up_blocks", "conv_out"), UNET_LAYERS),
                new LoraRule(OTHERS, scale, List.of("mid_block"), UNET_LAYERS));
    }
}
