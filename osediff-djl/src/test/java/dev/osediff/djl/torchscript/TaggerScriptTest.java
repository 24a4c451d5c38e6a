package dev.osediff.djl.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.djl.backend.TorchScriptBackend;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamTagger;
import dev.osediff.network.ram.SwinConfig;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tagger, whose picture has one size. */
class TaggerScriptTest {
    /** The second stage has 2 × 2 tokens, which cut its windows of 4 × 4. */
    private static final RamTagger CUT =
            new RamTagger(new RamConfig(new SwinConfig(8, 2, 4, 4, List.of(2, 2), List.of(2, 4)), 6, 9, 8, 2, 2, 12));

    @Test
    void windowsThatTheMapCutsKeepTheirTables() {
        RandomWeights weights = new RandomWeights(CUT, 3);
        NaiveOps ops = new NaiveOps();
        Tensor picture = OpsCases.random(5, 1, 3, 8, 8);
        Tensor expected =
                CUT.forward(ops, Weights.of(new CheckpointWeights<>(weights, ops::constant)), List.of(picture));
        CompileSpec spec = new CompileSpec(Device.CPU, Precision.FP32, 1);
        try (CompiledNetwork network = new TorchScriptBackend().compile(CUT, weights, spec)) {
            assertArrayEquals(
                    expected.data(),
                    network.run(List.of(picture), Cancellation.NONE).data(),
                    1e-4f);
        }
    }

    /** Sixty-four times the published picture would need masks of more values than an array has. */
    @Test
    void thePublishedTaggerIsPlannedAtItsSize() {
        RamTagger published = new RamTagger(RamConfig.SWIN_LARGE);
        Set<String> names = ParameterShapes.of(published, Set.of()).keySet();
        InferenceScript script = ScriptPlan.of(published, false, names).script(published.exampleShapes());
        assertEquals(names.size(), script.parameters().size());
    }
}
