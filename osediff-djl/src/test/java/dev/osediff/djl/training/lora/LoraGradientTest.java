package dev.osediff.djl.training.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.osediff.djl.ops.DjlOps;
import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.djl.torchscript.ScriptLoss;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import dev.osediff.network.lora.ActiveAdapters;
import dev.osediff.network.lora.LoraNetwork;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.OsediffTargets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of adapters on eager operations, in a script, and as slopes of the loss. */
class LoraGradientTest {
    /** Mean square of the network's output. */
    private record MeanSquare(LoraNetwork network) implements Loss {
        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            T out = network.forward(ops, trained, frozen, inputs);
            return ops.mean(ops.multiply(out, out));
        }
    }

    private record Result(float loss, Map<String, Tensor> gradient) {}

    static Stream<Tiny> networks() {
        Set<String> names = Set.of("SmallUNet", "SmallEncoder", "UNet2DCondition", "AutoencoderKL.encoder");
        return TinyNetworks.all().filter(tiny -> names.contains(tiny.network().name()));
    }

    private static LoraPlan plan(Tiny tiny) {
        return LoraPlan.of(
                tiny.network(),
                switch (tiny.network().name()) {
                    case "SmallEncoder" -> OsediffTargets.smallEncoder(2);
                    case "AutoencoderKL.encoder" -> OsediffTargets.autoencoder(2);
                    default -> OsediffTargets.generator(2);
                });
    }

    private static Map<String, Tensor> values(LoraNetwork network) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        RandomWeights weights = new RandomWeights(network, 7);
        weights.names().forEach(name -> values.put(name, weights.load(name)));
        network.plan().wholeNames().forEach((name, trained) -> values.put(trained, values.get(name)));
        return values;
    }

    private static Result scripted(ScriptLoss script, Map<String, Tensor> values, List<Tensor> inputs) {
        try (NDManager manager = script.manager().newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray theta = manager.create(script.trained().flatten(values));
            theta.setRequiresGradient(true);
            NDList list = new NDList();
            for (Tensor t : inputs) {
                list.add(manager.create(t.data(), shape(t)));
            }
            NDArray loss = script.forward(theta, manager.create(script.frozen().flatten(values)), list);
            loss.attach(manager);
            gradients.backward(loss);
            return new Result(
                    loss.getFloat(),
                    script.trained().unflatten(theta.getGradient().toFloatArray()));
        }
    }

    private static Shape shape(Tensor t) {
        return new Shape(Arrays.stream(t.shape()).asLongStream().toArray());
    }

    private static Result eager(Loss loss, LoraPlan plan, Map<String, Tensor> values, List<Tensor> inputs) {
        try (NDManager manager = NDManager.newBaseManager();
                DjlOps ops = new DjlOps(manager);
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            values.forEach((name, tensor) -> arrays.put(name, ops.constant(tensor)));
            plan.shapes().keySet().forEach(name -> arrays.get(name).setRequiresGradient(true));
            Weights<NDArray> weights = Weights.of(new WeightProvider<>() {
                @Override
                public NDArray fetch(String path, int... shape) {
                    return arrays.get(path);
                }

                @Override
                public boolean has(String path) {
                    return arrays.containsKey(path);
                }
            });
            NDArray value = loss.compute(
                    ops, weights, weights, inputs.stream().map(ops::constant).toList());
            gradients.backward(value);
            Map<String, Tensor> slopes = new LinkedHashMap<>();
            plan.shapes()
                    .keySet()
                    .forEach(name ->
                            slopes.put(name, DjlOps.download(arrays.get(name).getGradient())));
            return new Result(value.getFloat(), slopes);
        }
    }

    private static double norm(Tensor x) {
        double sum = 0;
        for (float value : x.data()) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void eagerAndScriptedGradientsOfEveryFactorAreEqual(Tiny tiny) {
        LoraPlan plan = plan(tiny);
        LoraNetwork network = new LoraNetwork(tiny.network(), plan);
        Map<String, Tensor> values = values(network);
        try (ScriptLoss script = ScriptLoss.compile(new MeanSquare(network), tiny.inputShapes(), false)) {
            assertEquals(
                    plan.shapes().keySet(),
                    new LinkedHashMap<>(scripted(script, values, tiny.inputs(1)).gradient()).keySet(),
                    "gradients of what the plan trains and nothing else");
            Result found = scripted(script, values, tiny.inputs(1));
            Result expected = eager(new MeanSquare(network), plan, values, tiny.inputs(1));
            assertEquals(expected.loss(), found.loss(), 1e-4 * expected.loss());
            double largest = expected.gradient().values().stream()
                    .mapToDouble(LoraGradientTest::norm)
                    .max()
                    .orElseThrow();
            expected.gradient().forEach((name, slope) -> {
                assertTrue(norm(slope) > 0, name);
                assertArrayEquals(slope.data(), found.gradient().get(name).data(), (float) (1e-4 * largest), name);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsAreTheSlopesOfTheLoss(Tiny tiny) {
        LoraPlan plan = plan(tiny);
        LoraNetwork network = new LoraNetwork(tiny.network(), plan);
        Map<String, Tensor> values = values(network);
        try (ScriptLoss script = ScriptLoss.compile(new MeanSquare(network), tiny.inputShapes(), false)) {
            Result at = scripted(script, values, tiny.inputs(1));
            Map<String, Tensor> gradient = at.gradient();
            for (String part : List.of(".lora_A.", ".lora_B.")) {
                double squared = 0;
                for (Map.Entry<String, Tensor> slope : gradient.entrySet()) {
                    squared += slope.getKey().contains(part) ? Math.pow(norm(slope.getValue()), 2) : 0;
                }
                // The loss changes by a thousandth: little against its curvature, much against its rounding.
                double length = 1e-3 * at.loss() / Math.sqrt(squared);
                double[] losses = new double[2];
                for (int side = 0; side < 2; side++) {
                    Map<String, Tensor> moved = new LinkedHashMap<>(values);
                    double step = (side == 0 ? -length : length) / Math.sqrt(squared);
                    gradient.forEach((name, slope) -> {
                        if (name.contains(part)) {
                            float[] data = values.get(name).data().clone();
                            for (int i = 0; i < data.length; i++) {
                                data[i] += (float) (step * slope.data()[i]);
                            }
                            moved.put(name, Tensor.of(data, slope.shape()));
                        }
                    });
                    losses[side] = scripted(script, moved, tiny.inputs(1)).loss();
                }
                double slope = (losses[1] - losses[0]) / (2 * length);
                assertEquals(Math.sqrt(squared), slope, 0.01 * slope, part);
            }
        }
    }

    @Test
    void withTheReleasedTrainersDefectTheMiddleAloneLearns() {
        Tiny tiny = TinyNetworks.smallUNet();
        LoraPlan plan = LoraPlan.of(tiny.network(), OsediffTargets.regulariser(2));
        LoraNetwork defect = new LoraNetwork(tiny.network(), plan, ActiveAdapters.LAST_ADDED);
        try (ScriptLoss script = ScriptLoss.compile(new MeanSquare(defect), tiny.inputShapes(), false)) {
            assertEquals(4, script.trained().names().size(), "two factors of two layers");
            assertTrue(script.trained().names().stream().allMatch(name -> name.startsWith("mid_block")));
        }
    }
}
