package dev.osediff.djl.training;

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
import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.djl.torchscript.ScriptLoss;
import dev.osediff.network.Tensor;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptLossTest {
    private static final SmallModelSizes SIZES = SmallModelSizes.TINY;

    static Stream<Stage> stages() {
        return TrainingPlan.smoke().stages().stream();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void scriptAndEagerOperationsGiveOneLossAndOneGradient(Stage stage) {
        Loss loss = loss(stage.kind());
        StageInputs stageInputs = new StageInputs(SIZES, stage, 5);
        List<Tensor> inputs = stageInputs.complete(pictures(stage, 1), pictures(stage, 2), 3);
        try (ScriptLoss script = ScriptLoss.compile(loss, stageInputs.shapes(), false)) {
            float[] theta = random(script.trained().total(), 3);
            float[] fixed = random(Math.max(1, script.frozen().total()), 4);
            Result scripted = scripted(script, theta, fixed, inputs);
            Result eager = eager(script, loss, theta, fixed, inputs);
            assertEquals(eager.loss, scripted.loss, 1e-5 * Math.abs(eager.loss));
            double largest = 0;
            for (float g : eager.gradient) {
                largest = Math.max(largest, Math.abs(g));
            }
            assertTrue(largest > 0, "the gradient must not vanish");
            assertArrayEquals(eager.gradient, scripted.gradient, (float) (1e-4 * largest));
        }
    }

    @Test
    void gradientIsTheSlopeOfTheLoss() {
        Stage stage = TrainingPlan.smoke().stages().get(2);
        StageInputs stageInputs = new StageInputs(SIZES, stage, 5);
        List<Tensor> inputs = stageInputs.complete(pictures(stage, 1), pictures(stage, 2), 3);
        try (ScriptLoss script = ScriptLoss.compile(loss(stage.kind()), stageInputs.shapes(), false)) {
            float[] theta = random(script.trained().total(), 3);
            float[] fixed = random(script.frozen().total(), 4);
            float[] gradient = scripted(script, theta, fixed, inputs).gradient;
            double squared = 0;
            for (float g : gradient) {
                squared += (double) g * g;
            }
            double length = 1e-3;
            float[] along = theta.clone();
            float[] against = theta.clone();
            for (int i = 0; i < theta.length; i++) {
                along[i] += (float) (length * gradient[i] / Math.sqrt(squared));
                against[i] -= (float) (length * gradient[i] / Math.sqrt(squared));
            }
            double slope = (scripted(script, along, fixed, inputs).loss - scripted(script, against, fixed, inputs).loss)
                    / (2 * length);
            assertEquals(Math.sqrt(squared), slope, 0.02 * slope);
        }
    }

    @Test
    void bfloat16IsCloseToFloat32() {
        Stage stage = TrainingPlan.smoke().stages().get(2);
        StageInputs stageInputs = new StageInputs(SIZES, stage, 5);
        List<Tensor> inputs = stageInputs.complete(pictures(stage, 1), pictures(stage, 2), 3);
        try (ScriptLoss full = ScriptLoss.compile(loss(stage.kind()), stageInputs.shapes(), false);
                ScriptLoss narrow = ScriptLoss.compile(loss(stage.kind()), stageInputs.shapes(), true)) {
            float[] theta = random(full.trained().total(), 3);
            float[] fixed = random(full.frozen().total(), 4);
            float expected = scripted(full, theta, fixed, inputs).loss;
            float found = scripted(narrow, theta, fixed, inputs).loss;
            assertEquals(expected, found, 0.02 * expected);
            assertTrue(expected != found, "bfloat16 must round differently");
        }
    }

    private record Result(float loss, float[] gradient) {}

    private static Result scripted(ScriptLoss script, float[] theta, float[] fixed, List<Tensor> inputs) {
        try (NDManager manager = script.manager().newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray parameters = manager.create(theta);
            parameters.setRequiresGradient(true);
            NDList list = new NDList();
            for (Tensor t : inputs) {
                list.add(manager.create(
                        t.data(),
                        new Shape(Arrays.stream(t.shape()).asLongStream().toArray())));
            }
            NDArray value = script.forward(parameters, manager.create(fixed), list);
            value.attach(manager);
            gradients.backward(value);
            return new Result(value.getFloat(), parameters.getGradient().toFloatArray());
        }
    }

    private static Result eager(ScriptLoss layouts, Loss loss, float[] theta, float[] fixed, List<Tensor> inputs) {
        try (NDManager manager = NDManager.newBaseManager();
                DjlOps ops = new DjlOps(manager);
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            Map<String, NDArray> trained = upload(ops, layouts.trained(), theta);
            trained.values().forEach(p -> p.setRequiresGradient(true));
            Map<String, NDArray> frozen = upload(ops, layouts.frozen(), fixed);
            List<NDArray> values = new ArrayList<>();
            inputs.forEach(t -> values.add(ops.constant(t)));
            NDArray value = loss.compute(ops, Weights.of(provider(trained)), Weights.of(provider(frozen)), values);
            gradients.backward(value);
            Map<String, Tensor> slopes = new LinkedHashMap<>();
            trained.forEach((name, p) -> slopes.put(name, DjlOps.download(p.getGradient())));
            return new Result(value.getFloat(), layouts.trained().flatten(slopes));
        }
    }

    private static Map<String, NDArray> upload(DjlOps ops, ParameterLayout layout, float[] flat) {
        Map<String, NDArray> values = new LinkedHashMap<>();
        if (layout.total() > 0) {
            layout.unflatten(flat).forEach((name, tensor) -> values.put(name, ops.constant(tensor)));
        }
        return values;
    }

    private static WeightProvider<NDArray> provider(Map<String, NDArray> values) {
        return new WeightProvider<>() {
            @Override
            public NDArray fetch(String path, int... shape) {
                return values.get(path);
            }

            @Override
            public boolean has(String path) {
                return values.containsKey(path);
            }
        };
    }

    private static Loss loss(StageKind kind) {
        return SmallModelTrainer.loss(SIZES, kind);
    }

    private static float[] pictures(Stage stage, long seed) {
        return random(stage.batch() * 3 * stage.cropPixels() * stage.cropPixels(), seed);
    }

    private static float[] random(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.3 * random.nextGaussian());
        }
        return values;
    }
}
