package dev.osediff.network.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.TinyNetworks.Tiny;
import dev.osediff.network.Weights;
import dev.osediff.network.quantised.LayerRecorder;
import dev.osediff.network.quantised.LevelChoice;
import dev.osediff.network.quantised.VisitedNetwork;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkLayersTest {
    private static final Map<String, Set<String>> OUTER = Map.of(
            "SmallUNet", Set.of("conv_in.weight", "conv_out.weight"),
            "SmallEncoder", Set.of("conv_in.weight", "shortcut.weight", "conv_out.weight"),
            "SmallDecoder", Set.of("conv_in.weight", "shortcut.weight", "conv_out.weight"),
            "UNet2DCondition", Set.of("conv_in.weight", "conv_out.weight"),
            "AutoencoderKL.encoder", Set.of("encoder.conv_in.weight", "quant_conv.weight"),
            "AutoencoderKL.decoder", Set.of("post_quant_conv.weight", "decoder.conv_out.weight"));

    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void layersAreThoseThatRunsSeeAndOuterOnesTouchTheInputOrTheOutput(Tiny tiny) {
        RandomWeights weights = new RandomWeights(tiny.network(), 3);
        NetworkLayers layers = NetworkLayers.of(tiny.network(), weights.names());
        NaiveOps naive = new NaiveOps();
        LayerRecorder recorder = new LayerRecorder();
        new VisitedNetwork(tiny.network(), recorder)
                .forward(naive, Weights.of(new CheckpointWeights<>(weights, naive::constant)), tiny.inputs(1));
        assertEquals(recorder.levels(LevelChoice.WHOLE_RANGE).keySet(), layers.keys());
        assertTrue(layers.keys().containsAll(layers.outer()));
        Set<String> expected = OUTER.get(tiny.network().name());
        if (expected != null) {
            assertEquals(expected, layers.outer());
        }
    }
}
