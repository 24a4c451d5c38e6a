package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraTensorsTest {
    private static final double ALPHA = 8;
    private static final int IN = 5;
    private static final int OUT = 6;

    private final Random random = new Random(3);
    private final Map<String, Tensor> base = new TreeMap<>(Map.of(
            "linear.weight", normal(OUT, IN),
            "linear.bias", normal(OUT),
            "point.weight", normal(OUT, IN, 1, 1),
            "conv.weight", normal(OUT, IN, 3, 3),
            "conv_in.weight", normal(OUT, IN, 3, 3),
            "conv_in.bias", normal(OUT)));

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7})
    void everyKindOfLayerGetsTheScaledProduct(int rank) {
        Map<String, Tensor> adapters = new TreeMap<>();
        adapt(adapters, "linear", rank, "default_encoder");
        adapt(adapters, "point", rank, "default_decoder");
        adapt(adapters, "conv", rank, "default_others");
        LoraTensors merged = lora(adapters, rank);
        for (String module : Set.of("linear", "point", "conv")) {
            String name = module + ".weight";
            assertMerged(base.get(name), adapters, module, rank, merged.load(name));
        }
        assertArrayEquals(
                base.get("linear.bias").data(), merged.load("linear.bias").data());
        assertEquals(Set.of("linear.weight", "point.weight", "conv.weight"), merged.mergedNames());
        assertEquals(base.keySet(), merged.names());
    }

    @Test
    void aReplacedLayerGetsTheProductAfterwards() {
        Map<String, Tensor> adapters = new TreeMap<>();
        adapt(adapters, "conv_in", 4, "default_encoder");
        adapters.put("conv_in.base_layer.weight", normal(OUT, IN, 3, 3));
        adapters.put("conv_in.base_layer.bias", normal(OUT));
        LoraTensors merged = lora(adapters, 4);
        Tensor replacement = adapters.get("conv_in.base_layer.weight");
        assertMerged(replacement, adapters, "conv_in", 4, merged.load("conv_in.weight"));
        assertArrayEquals(
                adapters.get("conv_in.base_layer.bias").data(),
                merged.load("conv_in.bias").data());
        assertEquals(Set.of("conv_in.weight", "conv_in.bias"), merged.replacedNames());
    }

    @Test
    void mergingAgainGivesTheSameAndChangesNoSource() {
        Map<String, Tensor> adapters = new TreeMap<>();
        adapt(adapters, "conv", 4, "default");
        float[] before = base.get("conv.weight").data().clone();
        LoraTensors merged = lora(adapters, 4);
        float[] first = merged.load("conv.weight").data();
        assertArrayEquals(first, merged.load("conv.weight").data());
        assertArrayEquals(before, base.get("conv.weight").data());
    }

    @Test
    void twoAdaptersOfOneLayerAreBothAdded() {
        Map<String, Tensor> one = new TreeMap<>();
        adapt(one, "linear", 2, "a");
        Map<String, Tensor> both = new TreeMap<>(one);
        adapt(both, "linear", 2, "b");
        Map<String, Tensor> other = new TreeMap<>(both);
        other.keySet().removeAll(one.keySet());
        float[] weight = base.get("linear.weight").data();
        float[] first = lora(one, 2).load("linear.weight").data();
        float[] second = lora(other, 2).load("linear.weight").data();
        float[] sum = lora(both, 2).load("linear.weight").data();
        for (int i = 0; i < sum.length; i++) {
            assertEquals((double) first[i] + second[i] - weight[i], sum[i], 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other.lora_A.x.weight      | 4,5       | other.lora_B.x.weight | 6,4     | other.weight",
                "linear.lora_A.x.weight     | 4,5       | -                     | 6,4     | only linear.lora_A.x.weight",
                "linear.lora_B.x.weight     | 6,4       | -                     | 6,4     | only linear.lora_B.x.weight",
                "linear.lora_A.x.weight     | 4,5       | linear.lora_B.y.weight | 6,4    | beside it",
                "linear.lora_A.x.weight     | 3,5       | linear.lora_B.x.weight | 6,3    | rank 4",
                "linear.lora_A.x.weight     | 4,5       | linear.lora_B.x.weight | 6,3    | rank 4",
                "linear.lora_A.x.weight     | 4,7       | linear.lora_B.x.weight | 6,4    | a product of shape [6, 7]",
                "conv.lora_A.x.weight       | 4,5,1,1   | conv.lora_B.x.weight  | 6,4,1,1 | a product of shape [6, 5, 1, 1]",
                "conv.lora_A.x.weight       | 4,5,3,3   | conv.lora_B.x.weight  | 6,4,3,3 | rank 4",
                "conv.lora_A.x.weight       | 4,5,3,3   | conv.lora_B.x.weight  | 6,4     | rank 4",
                "conv_in.base_layer.weight  | 6,4,3,3   | -                     | 6,4     | shape [6, 4, 3, 3]",
                "gone.base_layer.weight     | 6,4,3,3   | -                     | 6,4     | gone.weight",
            })
    void whatDoesNotFitIsNamed(String name, String shape, String other, String otherShape, String fragment) {
        Map<String, Tensor> adapters = new TreeMap<>();
        adapters.put(name, Tensor.zeros(numbers(shape)));
        if (!other.equals("-")) {
            adapters.put(other, Tensor.zeros(numbers(otherShape)));
        }
        ModelException e = assertThrows(ModelException.class, () -> lora(adapters, 4));
        String module = name.substring(0, name.indexOf('.'));
        assertTrue(e.getMessage().contains(module) && e.getMessage().contains(fragment), e.getMessage());
        assertTrue(e.getMessage().contains("adapters.pkl"), e.getMessage());
        assertTrue(e.getMessage().contains("base model"), e.getMessage());
    }

    private LoraTensors lora(Map<String, Tensor> adapters, int rank) {
        return new LoraTensors(
                new HeapTensors(base, "base.safetensors"), new HeapTensors(adapters, "adapters.pkl"), rank, ALPHA);
    }

    private void adapt(Map<String, Tensor> adapters, String module, int rank, String adapter) {
        int[] a = base.get(module + ".weight").shape();
        a[0] = rank;
        adapters.put(module + ".lora_A." + adapter + ".weight", normal(a));
        adapters.put(
                module + ".lora_B." + adapter + ".weight", a.length == 2 ? normal(OUT, rank) : normal(OUT, rank, 1, 1));
    }

    /** The sum of the definition, index by index: weight[o, rest] + 8/r · Σ B[o, k] · A[k, rest]. */
    private static void assertMerged(
            Tensor weight, Map<String, Tensor> adapters, String module, int rank, Tensor found) {
        Tensor a = factor(adapters, module, ".lora_A.");
        Tensor b = factor(adapters, module, ".lora_B.");
        int rest = weight.data().length / OUT;
        assertArrayEquals(weight.shape(), found.shape());
        for (int o = 0; o < OUT; o++) {
            for (int i = 0; i < rest; i++) {
                double expected = weight.data()[o * rest + i];
                for (int k = 0; k < rank; k++) {
                    expected += ALPHA / rank * b.data()[o * rank + k] * a.data()[k * rest + i];
                }
                assertEquals(expected, found.data()[o * rest + i], 3e-6 * rank, module + " " + o + " " + i);
            }
        }
    }

    private static Tensor factor(Map<String, Tensor> adapters, String module, String part) {
        return adapters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(module + part))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private Tensor normal(int... shape) {
        Tensor values = Tensor.zeros(shape);
        for (int i = 0; i < values.data().length; i++) {
            values.data()[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static int[] numbers(String shape) {
        return Arrays.stream(shape.split(",")).mapToInt(Integer::parseInt).toArray();
    }
}
