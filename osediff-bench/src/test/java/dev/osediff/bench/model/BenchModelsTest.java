package dev.osediff.bench.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.rrdb.RrdbConfig;
import dev.osediff.network.rrdb.RrdbNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchModelsTest {
    /** The parameters that run: osediff.md §4 without time embedding and cross-attention's keys and values. */
    @Test
    void theFullModelHasItsSizesWithoutFiles() {
        try (BenchModel model = BenchModels.open(BenchModels.FULL)) {
            assertEquals(34_163_592, model.part("encode").parameters());
            assertEquals(49_490_199, model.part("decode").parameters());
            assertArrayEquals(
                    new int[] {1, 4, 64, 64},
                    model.inputShapes(model.part("decode"), 512).get(0));
            assertEquals(340_387_840, model.part("text").parameters());
            assertArrayEquals(
                    new int[] {1, 77},
                    model.inputs(model.part("text"), 512).get(0).shape());
            assertEquals(14.6, ((OneStepModel) model).latentGain(), 0.1);
        }
    }

    @Test
    void theTaggerHasItsPublishedSizeWithoutWhatIsFolded() {
        try (BenchModel model = BenchModels.open(BenchModels.TAGGER)) {
            BenchPart network = model.part("tags");
            long folded = 4585L * 512 + 513 * 768 + 769 * 768;
            assertEquals(212_117_045 - folded + 2 * 4585 * 768, network.parameters());
            Tensor out = model.pass(64, 1, (part, inputs) -> {
                assertArrayEquals(new int[] {1, 3, 384, 384}, inputs.get(0).shape());
                return Tensor.zeros(1, 4585, 1);
            });
            assertArrayEquals(model.resultShape(64), out.shape());
            assertFalse(model.hasSteps());
        }
    }

    @Test
    void theGanHasItsPublishedSizes() {
        try (BenchModel model = BenchModels.open(BenchModels.GAN)) {
            BenchPart network = model.part("direct");
            assertEquals(16_697_987, network.parameters());
            assertArrayEquals(
                    new int[] {1, 3, 128, 128}, model.inputShapes(network, 512).get(0));
            assertFalse(model.hasSteps());
            Tensor out = model.pass(64, 1, (part, inputs) -> {
                assertArrayEquals(new int[] {1, 3, 16, 16}, inputs.get(0).shape());
                return Tensor.zeros(1, 3, 64, 64);
            });
            assertEquals(64, out.dim(2));
            assertThrows(IllegalArgumentException.class, () -> model.part("encode"));
        }
    }

    @Test
    void aGansFileIsAModel(@TempDir Path folder) throws IOException {
        RrdbConfig small = new RrdbConfig(3, 1, 2, 4, 1, 2);
        RrdbNet network = new RrdbNet(small);
        RandomWeights weights = new RandomWeights(1, network);
        Path file = folder.resolve("gan.safetensors");
        Map<String, Tensor> tensors = new TreeMap<>();
        weights.names().forEach(name -> tensors.put(name, weights.load(name)));
        SafeTensorsWriter.write(file, tensors, DataType.F32);
        try (BenchModel model = BenchModels.open(file.toString())) {
            assertEquals(
                    ParameterShapes.of(network, Set.of()).values().stream()
                            .mapToLong(Tensor::elements)
                            .sum(),
                    model.part("direct").parameters());
        }
    }

    @Test
    void aTableOfEmbeddingsIsNoProduct() {
        try (BenchModel model = BenchModels.open(BenchModels.FULL)) {
            BenchPart text = model.part("text");
            Set<String> layers =
                    EightBitLayers.of(text.network(), text.weights()).layers().keySet();
            assertTrue(layers.stream().noneMatch(name -> name.contains("embedding")), layers.toString());
            assertEquals(23 * 6, layers.size());
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
        try (BenchModel opened = BenchModels.open(BenchModels.EMBEDDED)) {
            OneStepModel model = (OneStepModel) opened;
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
