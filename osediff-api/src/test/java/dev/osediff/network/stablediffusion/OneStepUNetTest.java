package dev.osediff.network.stablediffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import dev.osediff.network.cost.NetworkCost;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
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

    @Test
    void twoPromptsTakeLessThanTwoRuns() {
        UNetConfig config = UNetConfig.SD21_BASE;
        OneStepUNet unet = new OneStepUNet(config);
        long one = multiplyAdds(unet, 1);
        long two = multiplyAdds(unet, 2);
        // What no prompt changes is computed once: first convolution, residual block, projection and self-attention, at
        // 64 x 64.
        long pixels = 64 * 64;
        long shared = pixels * (9 * 4 * 320 + 2 * 9 * 320 * 320 + (1 + 4) * 320 * 320) + 2 * pixels * pixels * 320;
        assertEquals(2 * one - shared, two);
    }

    private static long multiplyAdds(OneStepUNet unet, int prompts) {
        List<int[]> shapes = List.of(
                new int[] {1, 4, 64, 64}, new int[] {prompts, 77, unet.config().keysValuesChannels()});
        return NetworkCost.of(unet, Set.of(), shapes).multiplyAdds();
    }

    @Test
    void samplesAndPromptsThatDoNotFitAreRefused() {
        UNetConfig config = new UNetConfig(4, 4, List.of(8), List.of(2), List.of(true), 1, 10, 4, 1e-5f);
        OneStepUNet unet = new OneStepUNet(config);
        RandomWeights weights = new RandomWeights(unet, 5);
        Tensor words = OpsCases.random(2, 3, 6, config.keysValuesChannels());
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> run(unet, weights, OpsCases.random(1, 2, 4, 7, 5), words));
        assertTrue(e.getMessage().contains("found 2, and 3 prompts"), e.getMessage());
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
