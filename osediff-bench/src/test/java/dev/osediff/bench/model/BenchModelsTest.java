package dev.osediff.bench.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.network.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BenchModelsTest {
    /** The parameters that run: osediff.md §4 without time embedding and cross-attention's keys and values. */
    @Test
    void theFullModelHasItsSizesWithoutFiles() {
        try (BenchModel model = BenchModels.open(BenchModels.FULL)) {
            assertEquals(34_163_592, model.encoder().parameters());
            assertEquals(49_490_199, model.decoder().parameters());
            assertArrayEquals(
                    new int[] {1, 4, 64, 64},
                    model.inputShapes(model.decoder(), 512).get(0));
            assertEquals(14.6, model.latentGain(), 0.1);
        }
    }

    @Test
    void randomNumbersHaveTheirMoments() {
        float[] values = RandomWeights.uniform(1, 1, 0.5, 100_000).data();
        double mean = 0;
        double square = 0;
        for (float value : values) {
            mean += value / values.length;
            square += (double) value * value / values.length;
        }
        assertEquals(1, mean, 0.01);
        assertEquals(0.5, Math.sqrt(square - mean * mean), 0.01);
    }

    @Test
    void theStepIsTheModels() {
        try (BenchModel model = BenchModels.open(BenchModels.EMBEDDED)) {
            int c = model.latentChannels();
            float[] ones = new float[c];
            Arrays.fill(ones, 1);
            Tensor one = Tensor.of(ones, 1, c, 1, 1);
            float expected = (model.latentGain() - model.predictionGain()) / model.latentScale();
            assertEquals(expected, model.step(one, one).data()[0], 1e-6);
        }
    }

    @Test
    void refusesUnknownModels() {
        assertThrows(InvalidOptionException.class, () -> BenchModels.open("nothing/there"));
    }
}
