package dev.osediff.network.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Network;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.NetworkLayers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoraNetworkTest {
    private static final LoraScale ONE = new LoraScale(2, 8);
    private static final LoraScale TWO = new LoraScale(3, 1.5);

    private final NaiveOps naive = new NaiveOps();

    /** Two adapters on every layer, whatever the network. */
    private static LoraPlan everywhere(Network network) {
        List<String> modules = NetworkLayers.of(network, Set.of()).keys().stream()
                .filter(key -> key.endsWith(".weight"))
                .map(key -> key.substring(0, key.length() - ".weight".length()))
                .toList();
        return LoraPlan.of(
                network,
                new LoraTargets(
                        List.of(
                                new LoraRule("one", ONE, List.of(""), modules),
                                new LoraRule("two", TWO, List.of(""), modules)),
                        Set.of()));
    }

    private static Map<String, Tensor> values(TensorSource source) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        source.names().forEach(name -> values.put(name, source.load(name)));
        return values;
    }

    private float[] run(Network network, Map<String, Tensor> values, Tiny tiny) {
        return network.forward(naive, weights(values), tiny.inputs(1)).data();
    }

    private static Weights<Tensor> weights(Map<String, Tensor> values) {
        return Weights.of(new WeightProvider<>() {
            @Override
            public Tensor fetch(String path, int... shape) {
                Tensor value = values.get(path);
                assertTrue(value != null, () -> path + " of " + values.keySet());
                assertArrayEquals(shape, value.shape(), path);
                return value;
            }

            @Override
            public boolean has(String path) {
                return values.containsKey(path);
            }
        });
    }

    /** Adds the definition's sum to the weights of some adapters: W[o, rest] + alpha / r · Σ B[o, k] · A[k, rest]. */
    private static Map<String, Tensor> merged(Map<String, Tensor> values, List<LoraModule> modules) {
        Map<String, Tensor> merged = new LinkedHashMap<>(values);
        for (LoraModule module : modules) {
            Tensor before = merged.get(module.weightName());
            float[] weight = before.data().clone();
            float[] a = values.get(module.nameA()).data();
            float[] b = values.get(module.nameB()).data();
            int rank = module.scale().rank();
            int row = weight.length / before.dim(0);
            for (int i = 0; i < weight.length; i++) {
                double sum = 0;
                for (int k = 0; k < rank; k++) {
                    sum += (double) b[i / row * rank + k] * a[k * row + i % row];
                }
                weight[i] += (float) (module.scale().alpha() / rank * sum);
            }
            merged.put(module.weightName(), Tensor.of(weight, before.shape()));
        }
        return merged;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void adaptersBesideTheLayersAreWorthTheirMergedWeights(Tiny tiny) {
        LoraPlan plan = everywhere(tiny.network());
        LoraNetwork adapted = new LoraNetwork(tiny.network(), plan);
        Map<String, Tensor> values = values(new RandomWeights(adapted, 7));
        assertTrue(values.keySet().containsAll(plan.shapes().keySet()), "every factor is asked for");
        float[] plain = run(tiny.network(), values, tiny);
        float[] expected = run(tiny.network(), merged(values, plan.modules()), tiny);
        float[] found = run(adapted, values, tiny);
        assertTrue(!Arrays.equals(plain, expected), "the adapters do something");
        assertArrayEquals(expected, found, (float) (2e-4 * largest(expected)));
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void aNetworkIsItselfAsLongAsBIsZero(Tiny tiny) {
        LoraPlan plan = everywhere(tiny.network());
        LoraNetwork adapted = new LoraNetwork(tiny.network(), plan);
        Map<String, Tensor> values = values(new RandomWeights(adapted, 7));
        plan.modules().forEach(module -> values.put(module.nameB(), Tensor.zeros(module.shapeB())));
        assertArrayEquals(run(tiny.network(), values, tiny), run(adapted, values, tiny));
    }

    @Test
    void adaptersOfOneLayerAddUp() {
        Tiny tiny = TinyNetworks.smallUNet();
        LoraRule first = new LoraRule("one", ONE, List.of("conv_out"), List.of("conv_out"));
        LoraRule second = new LoraRule("two", TWO, List.of("conv_out"), List.of("conv_out"));
        LoraPlan both = LoraPlan.of(tiny.network(), new LoraTargets(List.of(first, second), Set.of()));
        Map<String, Tensor> values = values(new RandomWeights(new LoraNetwork(tiny.network(), both), 7));
        float[] plain = run(tiny.network(), values, tiny);
        float[] sum = run(new LoraNetwork(tiny.network(), both), values, tiny);
        float[][] alone = new float[2][];
        for (LoraRule rule : List.of(first, second)) {
            LoraPlan one = LoraPlan.of(tiny.network(), new LoraTargets(List.of(rule), Set.of()));
            alone[rule == first ? 0 : 1] = run(new LoraNetwork(tiny.network(), one), values, tiny);
        }
        for (int i = 0; i < sum.length; i++) {
            assertEquals((double) alone[0][i] + alone[1][i] - plain[i], sum[i], 1e-5 * largest(sum));
        }
        assertTrue(!Arrays.equals(plain, alone[0]) && !Arrays.equals(plain, alone[1]));
    }

    @Test
    void withTheReleasedTrainersDefectTheMiddleAloneIsAdapted() {
        Tiny tiny = TinyNetworks.all()
                .filter(each -> each.network().name().equals("UNet2DCondition"))
                .findFirst()
                .orElseThrow();
        LoraPlan plan = LoraPlan.of(tiny.network(), OsediffTargets.regulariser(2));
        Map<String, Tensor> values = values(new RandomWeights(new LoraNetwork(tiny.network(), plan), 7));
        LoraNetwork defect = new LoraNetwork(tiny.network(), plan, ActiveAdapters.LAST_ADDED);
        Set<String> factors = new HashSet<>(new RandomWeights(defect, 7).names());
        factors.retainAll(plan.shapes().keySet());
        assertEquals(32, factors.size(), "two factors of 16 layers");
        assertTrue(factors.stream().allMatch(name -> name.startsWith("mid_block") && name.contains("default_others")));
        float[] found = run(defect, values, tiny);
        float[] middle = run(tiny.network(), merged(values, plan.modules("default_others")), tiny);
        assertArrayEquals(middle, found, (float) (2e-4 * largest(middle)));
        assertTrue(!Arrays.equals(found, run(new LoraNetwork(tiny.network(), plan), values, tiny)));
    }

    @Test
    void trainedAndFrozenParametersAreAskedForApart() {
        Tiny tiny = TinyNetworks.smallUNet();
        LoraPlan plan = LoraPlan.of(tiny.network(), OsediffTargets.generator(2));
        LoraNetwork adapted = new LoraNetwork(tiny.network(), plan);
        Map<String, Tensor> values = values(new RandomWeights(adapted, 7));
        Map<String, Tensor> trained = new LinkedHashMap<>();
        plan.shapes().keySet().forEach(name -> trained.put("unet." + name, values.get(name)));
        plan.wholeNames().forEach((name, trainedName) -> trained.put("unet." + trainedName, values.get(name)));
        Map<String, Tensor> frozen = new LinkedHashMap<>();
        new RandomWeights(tiny.network(), 7)
                .names().stream()
                        .filter(name -> !plan.wholeNames().containsKey(name))
                        .forEach(name -> frozen.put("base." + name, values.get(name)));
        Set<String> asked = new TreeSet<>();
        Weights<Tensor> noting = noting(trained, asked).at("unet");
        float[] found = adapted.forward(naive, noting, noting(frozen, asked).at("base"), tiny.inputs(1))
                .data();
        assertArrayEquals(run(adapted, values, tiny), found);
        Set<String> all = new TreeSet<>(trained.keySet());
        all.addAll(frozen.keySet());
        assertEquals(all, asked, "each from where it lies, and nothing is left over");
    }

    private static Weights<Tensor> noting(Map<String, Tensor> values, Set<String> asked) {
        TensorSource source = new MapTensors(values);
        CheckpointWeights<Tensor> provider = new CheckpointWeights<>(source, x -> x);
        return Weights.of(new WeightProvider<>() {
            @Override
            public Tensor fetch(String path, int... shape) {
                asked.add(path);
                return provider.fetch(path, shape);
            }

            @Override
            public boolean has(String path) {
                return provider.has(path);
            }
        });
    }
}
