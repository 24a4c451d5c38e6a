package dev.osediff.network;

import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamTagger;
import dev.osediff.network.ram.SwinConfig;
import dev.osediff.network.rrdb.RrdbConfig;
import dev.osediff.network.rrdb.RrdbNet;
import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import dev.osediff.network.small.SmallUNetConfig;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.ClipTextConfig;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.OneStepUNet;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every network of the library in a tiny configuration. */
public final class TinyNetworks {
    private static final SmallAutoencoderConfig SMALL_AUTOENCODER = new SmallAutoencoderConfig(3, 5, 7, 1, 2, 4);
    private static final AutoencoderConfig AUTOENCODER = new AutoencoderConfig(3, 4, List.of(4, 6), 1, 2, 0.18215f);

    private static final ClipTextConfig TEXT_ENCODER =
            new ClipTextConfig(6, 10, 3, 2, 13, 9, ClipTextConfig.Activation.QUICK_GELU, 1e-5f);

    private static final RamConfig TAGGER =
            new RamConfig(new SwinConfig(12, 2, 3, 4, List.of(2, 1), List.of(2, 4)), 6, 9, 8, 2, 2, 12);

    private TinyNetworks() {}

    /**
     * A network with legal input shapes of odd size where it takes those.
     *
     * @param network the network
     * @param inputShapes one shape per input
     */
    public record Tiny(Network network, List<int[]> inputShapes) {
        /** Returns seeded inputs; "ids" are those of the text encoder's tokens. */
        public List<Tensor> inputs(long seed) {
            List<Tensor> inputs = new ArrayList<>();
            for (int[] shape : inputShapes) {
                boolean ids = network.inputNames().get(inputs.size()).equals("ids");
                inputs.add(
                        ids
                                ? OpsCases.ids(seed, TEXT_ENCODER.vocabulary(), shape)
                                : OpsCases.random(seed + inputs.size(), shape));
            }
            return inputs;
        }

        @Override
        public String toString() {
            return network.name();
        }
    }

    /** Returns the embedded model's UNet on a map of odd size. */
    public static Tiny smallUNet() {
        SmallUNetConfig config = new SmallUNetConfig(5, List.of(6, 9, 10), 1, 1, 4, 11);
        return new Tiny(new SmallUNet(config), List.of(new int[] {2, 5, 9, 14}, new int[] {2, 4}));
    }

    /** Returns all networks. */
    public static Stream<Tiny> all() {
        UNetConfig unet =
                new UNetConfig(4, 4, List.of(4, 6, 8), List.of(1, 3, 2), List.of(true, true, false), 1, 5, 2, 1e-5f);
        return Stream.of(
                smallUNet(),
                new Tiny(new SmallEncoder(SMALL_AUTOENCODER), List.of(new int[] {1, 3, 12, 20})),
                new Tiny(new SmallDecoder(SMALL_AUTOENCODER), List.of(new int[] {2, 5, 3, 5})),
                new Tiny(
                        new UNet2DCondition(unet),
                        List.of(new int[] {2, 4, 7, 10}, new int[] {2, 4}, new int[] {2, 3, 5})),
                new Tiny(
                        new OneStepUNet(unet),
                        List.of(new int[] {1, 4, 7, 10}, new int[] {2, 3, unet.keysValuesChannels()})),
                new Tiny(new VaeEncoder(AUTOENCODER), List.of(new int[] {2, 3, 6, 10})),
                new Tiny(new VaeDecoder(AUTOENCODER), List.of(new int[] {2, 4, 3, 5})),
                new Tiny(new ClipTextEncoder(TEXT_ENCODER), List.of(new int[] {2, 7})),
                new Tiny(new RamTagger(TAGGER), List.of(new int[] {2, 3, 12, 12})),
                new Tiny(new RrdbNet(new RrdbConfig(3, 1, 2, 4, 2, 3)), List.of(new int[] {2, 3, 5, 7})),
                new Tiny(new RrdbNet(new RrdbConfig(1, 2, 1, 5, 1, 2)), List.of(new int[] {1, 1, 6, 4})));
    }
}
