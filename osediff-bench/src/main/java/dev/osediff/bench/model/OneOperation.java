package dev.osediff.bench.model;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One operation of Stable Diffusion's real shapes on 512 × 512 pixels, as a network of its own, so that every engine can be timed on
 * it. Each also copies its input and output, as a network does.
 */
public enum OneOperation implements Network {
    /** Decoder, last level. */
    CONV_128_512(Kind.CONVOLUTION, 128, 128, 512),
    /** Decoder, third level. */
    CONV_256_256(Kind.CONVOLUTION, 256, 256, 256),
    /** Decoder, second level. */
    CONV_512_128(Kind.CONVOLUTION, 512, 512, 128),
    /** Decoder, first level. */
    CONV_512_64(Kind.CONVOLUTION, 512, 512, 64),
    /** UNet, first level. */
    CONV_320_64(Kind.CONVOLUTION, 320, 320, 64),
    /** UNet, second level. */
    CONV_640_32(Kind.CONVOLUTION, 640, 640, 32),
    /** UNet, third level. */
    CONV_1280_16(Kind.CONVOLUTION, 1280, 1280, 16),
    /** Decoder: nearest ×2 upsampling and its convolution, to 512². */
    UPSAMPLE_256_512(Kind.UPSAMPLING, 256, 256, 256),
    /** Decoder, last level's norm and activation. */
    NORM_SILU_128_512(Kind.NORM_SILU, 128, 128, 512),
    /** UNet, first level's norm and activation. */
    NORM_SILU_320_64(Kind.NORM_SILU, 320, 320, 64),
    /** UNet, first level's self-attention: 4096 tokens, 5 heads. */
    ATTENTION_320_64(Kind.ATTENTION, 320, 5, 64),
    /** Autoencoder's attention: 4096 tokens, 1 head of 512. */
    ATTENTION_512_64(Kind.ATTENTION, 512, 1, 64),
    /** UNet, first level's cross-attention: 4096 tokens look at 77 of the prompt, 5 heads. */
    CROSS_ATTENTION_320_64(Kind.CROSS_ATTENTION, 320, 5, 64),
    /** UNet, third level's cross-attention: 256 tokens look at 77 of the prompt, 20 heads. */
    CROSS_ATTENTION_1280_16(Kind.CROSS_ATTENTION, 1280, 20, 16),
    /** UNet, first level's first feed-forward product: 4096 tokens. */
    LINEAR_320_2560(Kind.LINEAR, 320, 2560, 64);

    private static final int GROUPS = 32;
    private static final float EPSILON = 1e-6f;
    private static final int KERNEL = 3;
    private static final int PROMPT = 77;
    private static final Set<Kind> TOKENS = EnumSet.of(Kind.ATTENTION, Kind.CROSS_ATTENTION, Kind.LINEAR);

    private enum Kind {
        CONVOLUTION,
        UPSAMPLING,
        NORM_SILU,
        ATTENTION,
        CROSS_ATTENTION,
        LINEAR
    }

    private final Kind kind;
    private final int in;
    private final int out;
    private final int side;

    OneOperation(Kind kind, int in, int out, int side) {
        this.kind = kind;
        this.in = in;
        this.out = out;
        this.side = side;
    }

    /** Returns the shape of the input that is timed. */
    public int[] inputShape() {
        boolean isTokens = TOKENS.contains(kind);
        return isTokens ? new int[] {1, side * side, in} : new int[] {1, in, side, side};
    }

    @Override
    public List<String> inputNames() {
        return List.of("x");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(inputShape());
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        T x = inputs.get(0);
        return switch (kind) {
            case CONVOLUTION -> ops.conv2d(x, kernel(w), w.tensor("layer.bias", out), Conv2dSpec.SAME_3X3);
            case UPSAMPLING -> ops.upsampleConv2d(x, kernel(w), w.tensor("layer.bias", out), 2 * side, 2 * side);
            case NORM_SILU ->
                ops.silu(ops.groupNorm(x, GROUPS, w.tensor("layer.weight", in), w.tensor("layer.bias", in), EPSILON));
            case ATTENTION -> ops.attention(x, x, x, out);
            case CROSS_ATTENTION ->
                ops.attention(x, w.tensor("layer.keys", 1, PROMPT, in), w.tensor("layer.values", 1, PROMPT, in), out);
            case LINEAR -> ops.linear(x, w.tensor("layer.weight", out, in), w.tensor("layer.bias", out));
        };
    }

    private <T> T kernel(Weights<T> w) {
        return w.tensor("layer.weight", out, in, KERNEL, KERNEL);
    }
}
