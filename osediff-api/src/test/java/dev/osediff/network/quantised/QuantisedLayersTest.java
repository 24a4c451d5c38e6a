package dev.osediff.network.quantised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantisedLayersTest {
    private static final int SEED = 3;

    private final NaiveOps naive = new NaiveOps();

    private Tensor run(Network network, RandomWeights weights, List<Tensor> inputs) {
        return network.forward(naive, Weights.of(new CheckpointWeights<>(weights, naive::constant)), inputs);
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void theRecorderSeesEveryLayerAndChangesNothing(Tiny each) {
        RandomWeights weights = new RandomWeights(each.network(), SEED);
        LayerRecorder recorder = new LayerRecorder();
        Tensor seen = run(new VisitedNetwork(each.network(), recorder), weights, each.inputs(1));
        assertArrayEquals(run(each.network(), weights, each.inputs(1)).data(), seen.data());
        Set<String> layers = ParameterShapes.of(each.network(), weights.names()).entrySet().stream()
                .filter(entry -> entry.getValue().length > 1 && entry.getKey().endsWith("weight"))
                .map(Map.Entry::getKey)
                .filter(name -> !name.contains("embedding"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(
                recorder.levels(LevelChoice.LEAST_ERROR).keySet().containsAll(layers),
                () -> layers + " in " + recorder.levels(LevelChoice.LEAST_ERROR));
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void quantisedNetworksAreNearAndAnEmptyTableChangesNothing(Tiny each) {
        RandomWeights weights = new RandomWeights(each.network(), SEED);
        Tensor expected = run(each.network(), weights, each.inputs(1));
        LayerRecorder recorder = new LayerRecorder();
        run(new VisitedNetwork(each.network(), recorder), weights, each.inputs(1));
        QuantisationTable table = new QuantisationTable(recorder.levels(LevelChoice.LEAST_ERROR));
        Tensor none = run(
                new VisitedNetwork(each.network(), new QuantisedLayers(QuantisationTable.NONE)),
                weights,
                each.inputs(1));
        assertArrayEquals(expected.data(), none.data());
        Tensor found = run(new VisitedNetwork(each.network(), new QuantisedLayers(table)), weights, each.inputs(1));
        double signal = 0;
        double error = 0;
        for (int i = 0; i < found.data().length; i++) {
            signal += Math.pow(expected.data()[i], 2);
            error += Math.pow(expected.data()[i] - found.data()[i], 2);
        }
        assertTrue(error > 0, "something was rounded");
        assertTrue(error < 0.05 * signal, each.network().name() + ": " + error + " of " + signal);
    }

    /** A network of one layer with the weight [[1.27, -0.3], [0, 0.5]], as a matrix or as filters of 1 × 1. */
    private record OneLayer(boolean isConvolution) implements Network {
        @Override
        public String name() {
            return "one layer";
        }

        @Override
        public List<String> inputNames() {
            return List.of("x");
        }

        @Override
        public List<int[]> exampleShapes() {
            return List.of(isConvolution ? new int[] {1, 2, 1, 1} : new int[] {1, 2});
        }

        @Override
        public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
            return isConvolution
                    ? ops.conv2d(inputs.get(0), w.tensor("weight", 2, 2, 1, 1), null, Conv2dSpec.POINTWISE)
                    : ops.linear(inputs.get(0), w.tensor("weight", 2, 2), null);
        }

        Tensor run(NaiveOps naive, LayerQuantisation levels, float... x) {
            WeightProvider<Tensor> weight = new WeightProvider<>() {
                @Override
                public Tensor fetch(String path, int... shape) {
                    return Tensor.of(new float[] {1.27f, -0.3f, 0, 0.5f}, shape);
                }

                @Override
                public boolean has(String path) {
                    return path.equals("weight");
                }
            };
            QuantisationTable table = new QuantisationTable(Map.of("weight", levels));
            return new VisitedNetwork(this, new QuantisedLayers(table))
                    .forward(
                            naive,
                            Weights.of(weight),
                            List.of(Tensor.of(x, exampleShapes().get(0))));
        }
    }

    @Test
    void aLayerIsRoundedAsByHand() {
        LayerQuantisation levels = new LayerQuantisation(new Quantisation(0.1f, 10), new Quantisation(0.25f, 128));
        // 0.26 is 0.3 on levels of 0.1; -7 is cut off at level 0, which is -1. Rows: 1.27 and -0.3 exactly; 0 and 0.5.
        // 1.27 * 0.3 + 0.3 = 0.681, which is 0.75 on levels of 0.25; -0.5 is a level.
        assertArrayEquals(
                new float[] {0.75f, -0.5f},
                new OneLayer(true).run(naive, levels, 0.26f, -7).data(),
                1e-6f);
        assertArrayEquals(
                new float[] {0.681f, -0.5f},
                new OneLayer(false).run(naive, levels, 0.26f, -7).data(),
                1e-6f,
                "sums of a linear layer stay as they are");
    }

    @Test
    void levelsAreWithinHalfAStepInsideTheirRange() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            float least = -random.nextFloat() * (float) Math.pow(10, random.nextInt(9) - 4);
            float greatest = random.nextFloat() * (float) Math.pow(10, random.nextInt(9) - 4);
            Quantisation levels = Quantisation.ofRange(least, greatest);
            float x = least + random.nextFloat() * (greatest - least);
            float half = levels.scale() * 0.5001f;
            // the zero point is rounded to a level, so that each end may lack half of one
            assertEquals(x, levels.nearest(x), 2 * half, least + " to " + greatest);
            float inner = x * (1 - 1 / 127f);
            boolean isInside = inner > least + half && inner < greatest - half;
            assertTrue(!isInside || Math.abs(inner - levels.nearest(inner)) <= half, least + " to " + greatest);
            assertEquals(0, levels.nearest(0));
            assertEquals(levels.nearest(x), levels.nearest(levels.nearest(x)), "on a level it stays");
        }
    }

    @Test
    void phasesEqualUpsamplingAndConvolution() {
        Tensor x = OpsCases.random(1, 1, 3, 4, 5);
        Tensor weight = OpsCases.random(2, 2, 3, 3, 3);
        Tensor expected = naive.conv2d(naive.upsampleNearest2d(x, 8, 10), weight, null, Conv2dSpec.SAME_3X3);
        List<Tensor> phases = new ArrayList<>();
        for (int phase = 0; phase < 4; phase++) {
            int py = phase / 2;
            int px = phase % 2;
            phases.add(naive.conv2d(x, UpsamplingPhases.taps(weight, py, px), null, UpsamplingPhases.spec(py, px)));
        }
        assertArrayEquals(expected.data(), naive.interleave2d(phases).data(), 1e-5f);
    }

    @Test
    void weightLevelsAreWithinHalfAStepPerChannel() {
        Tensor weight = OpsCases.random(4, 5, 3, 3, 3);
        Arrays.fill(weight.data(), 27, 54, 0);
        WeightLevels levels = WeightLevels.of(weight);
        Tensor values = levels.values();
        for (int i = 0; i < weight.data().length; i++) {
            assertEquals(weight.data()[i], values.data()[i], levels.scales()[i / 27] * 0.5001f);
        }
        assertArrayEquals(levels.levels(), WeightLevels.of(values).levels(), "levels of levels are the same");
    }

    @Test
    void aHistogramCutsOffRareOutliersOnly() {
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        Histogram even = new Histogram();
        even.add(values);
        Quantisation whole = even.best();
        assertEquals(2f / 255, whole.scale(), 1e-4f);
        values[17] = 40;
        Histogram outlier = new Histogram();
        outlier.add(values);
        Quantisation cut = outlier.best();
        assertTrue(cut.scale() < 36f / 255, "scale " + cut.scale());
        assertTrue(outlier.squaredError(cut) < outlier.squaredError(Quantisation.ofRange(-1, 40)));
        assertEquals(40, outlier.greatest());
        assertThrows(IllegalArgumentException.class, () -> outlier.add(new float[] {Float.NaN}));
    }

    @Test
    void choicesOfLevelsDifferInWhatTheyCutOff() {
        float[] values = new float[100_000];
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[0] = -30;
        values[1] = 50;
        Histogram histogram = new Histogram();
        histogram.add(values);
        Quantisation whole = LevelChoice.WHOLE_RANGE.of(histogram);
        Quantisation percentile = LevelChoice.PERCENTILE.of(histogram);
        Quantisation best = LevelChoice.LEAST_ERROR.of(histogram);
        assertEquals(80f / 255, whole.scale(), 1e-4f);
        // 9,999 in 10,000 of a normal distribution are below 3.72 deviations
        assertEquals(2 * 3.72f / 255, percentile.scale(), 0.1f * 2 * 3.72f / 255);
        double bestError = histogram.squaredError(best);
        assertTrue(
                bestError < histogram.squaredError(whole) && bestError <= histogram.squaredError(percentile) * 1.0001);
        assertEquals(-30, histogram.least());
    }

    @Test
    void tailsOfFewValuesAreKept() {
        Histogram few = new Histogram();
        few.add(new float[] {-1, 0.5f, 3});
        assertEquals(LevelChoice.WHOLE_RANGE.of(few), LevelChoice.PERCENTILE.of(few));
        assertThrows(IllegalStateException.class, () -> LevelChoice.PERCENTILE.of(new Histogram()));
        assertThrows(IllegalStateException.class, () -> LevelChoice.WHOLE_RANGE.of(new Histogram()));
    }

    @Test
    void aHistogramOfZerosHasLevels() {
        Histogram zeros = new Histogram();
        zeros.add(new float[10]);
        for (LevelChoice choice : LevelChoice.values()) {
            assertEquals(0, choice.of(zeros).nearest(0));
        }
        assertThrows(IllegalStateException.class, () -> new Histogram().best());
    }

    @Test
    void aLayerWithWhatIsNoNumberIsNamed() {
        Tiny tiny = TinyNetworks.smallUNet();
        RandomWeights weights = new RandomWeights(tiny.network(), SEED);
        List<Tensor> inputs = tiny.inputs(1);
        inputs.get(0).data()[0] = Float.NaN;
        VisitedNetwork visited = new VisitedNetwork(tiny.network(), new LayerRecorder());
        ModelException e = assertThrows(ModelException.class, () -> run(visited, weights, inputs));
        assertTrue(e.getMessage().contains("input of layer conv_in.weight"), e.getMessage());
        assertTrue(e.getMessage().contains("NaN"), e.getMessage());
    }
}
