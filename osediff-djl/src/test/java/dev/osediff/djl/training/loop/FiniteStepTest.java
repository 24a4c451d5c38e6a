package dev.osediff.djl.training.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.djl.torchscript.ScriptLoss;
import dev.osediff.error.TrainingException;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteStepTest {
    /** a · mean(x) + mean(1 / x), which is not finite where x has a zero. */
    private static final Loss LOSS = new Loss() {
        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            T x = inputs.get(0);
            T scaled = ops.multiply(trained.tensor("a"), ops.mean(x));
            T sum = ops.report("linear", scaled);
            T ratio = ops.divide(x, ops.report("square", ops.multiply(x, x)));
            return ops.add(sum, ops.report("inverse", ops.mean(ratio)));
        }

        @Override
        public String name() {
            return "inverse";
        }
    };

    private static final FiniteStep STEP = new FiniteStep("refine", 41, LOSS);

    private static float value(float... x) {
        try (ScriptLoss script = ScriptLoss.compile(LOSS, List.of(new int[] {x.length}), false);
                NDManager manager = script.manager().newSubManager()) {
            NDArray input = manager.create(x, new Shape(x.length));
            NDArray theta = manager.create(new float[] {3});
            return STEP.require(script.evaluate(theta, manager.create(new float[1]), new NDList(input)));
        }
    }

    @Test
    void aFiniteLossIsReturned() {
        assertEquals(3 * 3f + (0.5f + 0.25f) / 2, value(2, 4), 1e-6f);
    }

    @Test
    void aLossThatIsNotFiniteIsRefusedWithItsParts() {
        TrainingException refused = assertThrows(TrainingException.class, () -> value(0, 4));
        assertEquals(
                "loss inverse at step 41 of stage refine", refused.problem().asked());
        String found = refused.problem().found();
        assertTrue(found.contains("the value NaN"), found);
        assertTrue(found.contains("linear 6.0"), found);
        assertTrue(found.contains("square finite"), found);
        assertTrue(found.contains("inverse NaN"), found);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void anInputThatIsNotFiniteIsRefusedByItsPlace(float value) {
        List<Tensor> inputs = List.of(Tensor.zeros(2, 3), Tensor.of(new float[] {1, value}, 1, 2));
        TrainingException refused = assertThrows(TrainingException.class, () -> STEP.requireInputs(inputs));
        assertTrue(refused.getMessage().contains("input 1 [1, 2]"), refused.getMessage());
        assertTrue(refused.getMessage().contains(Float.toString(value)), refused.getMessage());
        assertTrue(refused.getMessage().contains("step 41"), refused.getMessage());
        STEP.requireInputs(List.of(Tensor.zeros(2, 3)));
    }
}
