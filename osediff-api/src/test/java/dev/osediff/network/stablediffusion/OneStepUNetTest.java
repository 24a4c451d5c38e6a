package dev.osediff.network.stablediffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Network;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is folded and computed beforehand equals the UNet that gets time and text. */
class OneStepUNetTest {
    private static final double TOLERANCE = 1e-5;

    private final NaiveOps naive = new NaiveOps();

    @ParameterizedTest
    @CsvSource({"1, 999", "2, 999", "3, 999", "4, 999", "2, 0", "2, 273"})
    void equalsTheWholeUNet(int levels, int timestep) {
        UNetConfig config = new UNetConfig(
                4,
                4,
                List.of(8, 12, 16, 16).subList(0, levels),
                List.of(2, 3, 4, 4).subList(0, levels),
                List.of(true, true, true, false).subList(0, levels),
                1,
                10,
                4,
                1e-5f);
        RandomWeights weights = new RandomWeights(new UNet2DCondition(config), 5);
        Tensor sample = OpsCases.random(1, 1, 4, 7, 5);
        Tensor context = OpsCases.random(2, 1, 6, 10);
        Tensor time = SinusoidalEmbedding.of(new float[] {timestep}, config.timeChannels());
        Tensor expected = run(new UNet2DCondition(config), weights, sample, time, context);

        Tensor keysValues = run(new CrossAttentionKeysValues(config), weights, context);
        assertEquals(config.keysValuesChannels(), keysValues.dim(2));
        OneStepFolding folded = OneStepFolding.of(weights, config, timestep);
        assertClose(expected, run(new OneStepUNet(config), folded, sample, keysValues));
        assertFalse(folded.names().stream().anyMatch(name -> name.contains("time_emb")), "nothing of the time is left");
    }

    private Tensor run(Network network, TensorSource weights, Tensor... inputs) {
        return network.forward(naive, Weights.of(new CheckpointWeights<>(weights, naive::constant)), List.of(inputs));
    }

    private static void assertClose(Tensor expected, Tensor found) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.data().length; i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            difference = Math.max(difference, Math.abs(expected.data()[i] - found.data()[i]));
        }
        assertTrue(difference <= TOLERANCE * largest, difference + " of " + largest);
    }
}
