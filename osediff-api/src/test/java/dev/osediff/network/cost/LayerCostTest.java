package dev.osediff.network.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.Network;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.ClipTextConfig;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stable Diffusion's layers on 512 × 512 pixels against published counts (osediff.md §3.2 and §4). */
class LayerCostTest {
    private static final int[] PICTURE = {1, 3, 512, 512};
    private static final int[] LATENT = {1, 4, 64, 64};
    private static final int[] IDS = {1, 77};
    private static final double GIGA = 1e9;

    private static List<LayerCost> published(Network network, int[]... shapes) {
        return LayerCost.of(network, Set.of(), List.of(shapes), UpsamplingCount.HIGH_RESOLUTION);
    }

    private static List<LayerCost> encoder() {
        return published(new VaeEncoder(AutoencoderConfig.SD21_BASE), PICTURE);
    }

    private static List<LayerCost> decoder() {
        return published(new VaeDecoder(AutoencoderConfig.SD21_BASE), LATENT);
    }

    private static List<LayerCost> unet() {
        UNetConfig config = UNetConfig.SD21_BASE;
        return published(
                new UNet2DCondition(config), LATENT, new int[] {1, config.timeChannels()}, new int[] {1, 77, 1024});
    }

    private static List<LayerCost> text() {
        return published(new ClipTextEncoder(ClipTextConfig.SD21_BASE), IDS);
    }

    private static long parameters(List<LayerCost> layers) {
        return layers.stream().mapToLong(LayerCost::parameters).sum();
    }

    private static double gigaMacs(List<LayerCost> layers, boolean attention) {
        return layers.stream()
                        .filter(layer -> (layer.kind() == LayerCost.Kind.ATTENTION) == attention)
                        .mapToLong(LayerCost::multiplyAdds)
                        .sum()
                / GIGA;
    }

    @Test
    void parametersAreThePublishedOnes() {
        assertEquals(865_910_724, parameters(unet()));
        assertEquals(83_653_863, parameters(encoder()) + parameters(decoder()));
        assertEquals(340_387_840, parameters(text()));
    }

    @Test
    void multiplyAddsAreThoseCountedOnTheReferenceNetworks() {
        assertEquals(541.1, gigaMacs(encoder(), false), 0.06);
        assertEquals(17.2, gigaMacs(encoder(), true), 0.06);
        assertEquals(339.1, gigaMacs(unet(), false), 0.06);
        assertEquals(63.0, gigaMacs(unet(), true), 0.06);
        assertEquals(1240.1, gigaMacs(decoder(), false), 0.06);
        assertEquals(22.3, gigaMacs(text(), false), 0.06);
    }

    /** The paper's 2265 GMAC are without attention products and with the tagger's 122 or so. */
    @Test
    void thePapersTotalsAreExplained() {
        double counted = Stream.of(encoder(), unet(), decoder(), text())
                .mapToDouble(layers -> gigaMacs(layers, false))
                .sum();
        double tagger = 122;
        assertEquals(2265, counted + tagger, 0.01 * 2265);
        double counting = parameters(unet()) + parameters(encoder()) + parameters(decoder()) + parameters(text());
        double wholeTagger = 482.54e6;
        double adapters = 4.4e6;
        assertEquals(1775e6, counting + wholeTagger + adapters, 0.01 * 1775e6);
    }

    @Test
    void layersAddUpToTheNetwork() {
        VaeDecoder decoder = new VaeDecoder(AutoencoderConfig.SD21_BASE);
        List<LayerCost> layers = LayerCost.of(decoder, Set.of(), List.of(LATENT), UpsamplingCount.FOUR_PHASES);
        NetworkCost whole = NetworkCost.of(decoder, Set.of(), List.of(LATENT));
        assertEquals(
                whole.multiplyAdds(),
                layers.stream().mapToLong(LayerCost::multiplyAdds).sum());
        assertEquals(49_490_179 + 20, parameters(layers));
    }

    /** One layer by hand: 3 × 3 from 256 to 128 channels at 512². */
    @Test
    void aLayerHasItsOwnLine() {
        List<LayerCost> found = new ArrayList<>(decoder());
        found.removeIf(layer -> !layer.layer().equals("decoder.up_blocks.3.resnets.0.conv1")
                || layer.kind() != LayerCost.Kind.CONVOLUTION);
        assertEquals(1, found.size());
        LayerCost layer = found.get(0);
        assertEquals(512L * 512 * 128 * 256 * 9, layer.multiplyAdds());
        assertEquals(128L * 256 * 9 + 128, layer.parameters());
        assertEquals(512L * 512 * 128 * Float.BYTES, layer.activationBytes());
    }

    @Test
    void fourPhasesSaveMultiplyAdds() {
        VaeDecoder decoder = new VaeDecoder(AutoencoderConfig.SD21_BASE);
        double run = gigaMacs(LayerCost.of(decoder, Set.of(), List.of(LATENT), UpsamplingCount.FOUR_PHASES), false);
        // 348 GMAC become 4/9 of that.
        assertEquals(348 * 5.0 / 9, gigaMacs(decoder(), false) - run, 1);
        assertTrue(run < gigaMacs(decoder(), false));
    }
}
