package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Values and derivatives of the operations that only losses use, as a script and eagerly. */
class TrainingOpsTest {
    private static final float[] POINTS = {-30, -2, -1, -0.5f, 0.25f, 1, 1.5f, 40};

    private interface Unary {
        <T> T apply(TrainingOps<T> ops, T x);
    }

    /** The mean of f(x); a second reported value lets the test see f(x) itself. */
    private record MeanOf(Unary function) implements Loss {
        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            return ops.mean(ops.report("values", function.apply(ops, trained.tensor("x", POINTS.length))));
        }
    }

    private static void check(Unary function, DoubleUnaryOperator value, DoubleUnaryOperator derivative, float... at) {
        double[] scale = new double[at.length];
        Map<String, Tensor> x = Map.of("x", Tensor.of(at, at.length));
        try (LossRun run = new LossRun(new MeanOf(function), List.of())) {
            for (LossRun.Result result : run.both(x, Map.of(), List.of())) {
                for (int i = 0; i < at.length; i++) {
                    scale[i] = derivative.applyAsDouble(at[i]);
                    double slope = result.gradients().get("x").data()[i] * at.length;
                    assertEquals(scale[i], slope, 1e-6 * Math.max(1, Math.abs(scale[i])), "slope at " + at[i]);
                }
            }
            float[] values = run.scripted(x, Map.of(), List.of())
                    .reported()
                    .get("values")
                    .data();
            for (int i = 0; i < at.length; i++) {
                double expected = value.applyAsDouble(at[i]);
                assertEquals(expected, values[i], 1e-6 * Math.max(1, Math.abs(expected)), "value at " + at[i]);
            }
        }
    }

    @Test
    void exp() {
        Unary exp = new Unary() {
            @Override
            public <T> T apply(TrainingOps<T> ops, T x) {
                return ops.exp(x);
            }
        };
        check(exp, Math::exp, Math::exp, -30, -2, -1, -0.5f, 0, 0.25f, 1, 1.5f);
    }

    @Test
    void softplusDoesNotOverflow() {
        Unary softplus = new Unary() {
            @Override
            public <T> T apply(TrainingOps<T> ops, T x) {
                return ops.softplus(x);
            }
        };
        DoubleUnaryOperator value = x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        check(softplus, value, x -> 1 / (1 + Math.exp(-x)), POINTS);
    }

    @Test
    void clampHasNoSlopeBeyondItsLimits() {
        Unary clamp = new Unary() {
            @Override
            public <T> T apply(TrainingOps<T> ops, T x) {
                return ops.clamp(x, -1, 1);
            }
        };
        check(clamp, x -> Math.max(-1, Math.min(1, x)), x -> Math.abs(x) <= 1 ? 1 : 0, POINTS);
    }

    @Test
    void divide() {
        Unary inverse = new Unary() {
            @Override
            public <T> T apply(TrainingOps<T> ops, T x) {
                return ops.divide(ops.scale(x, 3), ops.multiply(x, x));
            }
        };
        check(inverse, x -> 3 / x, x -> -3 / (x * x), POINTS);
    }

    @Test
    void noGradientFlowsThroughAStop() {
        Unary stopped = new Unary() {
            @Override
            public <T> T apply(TrainingOps<T> ops, T x) {
                return ops.multiply(x, ops.stopGradient(ops.scale(x, 2)));
            }
        };
        check(stopped, x -> 2 * x * x, x -> 2 * x, POINTS);
    }

    @Test
    void largestValuesPassTheGradientToTheirPixels() {
        Loss pooled = new Loss() {
            @Override
            public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
                T largest = ops.maxPool2d(trained.tensor("x", 1, 1, 2, 4), 2, 2);
                return ops.mean(ops.multiply(largest, inputs.get(0)));
            }
        };
        Tensor x = Tensor.of(new float[] {1, 5, -3, -9, 4, 2, -8, -2}, 1, 1, 2, 4);
        Tensor weights = Tensor.of(new float[] {6, 10}, 1, 1, 1, 2);
        try (LossRun run = new LossRun(pooled, List.of(weights))) {
            for (LossRun.Result result : run.both(Map.of("x", x), Map.of(), List.of(weights))) {
                assertEquals((5 * 6 - 2 * 10) / 2f, result.loss());
                float[] expected = {0, 3, 0, 0, 0, 0, 0, 5};
                assertArrayEquals(expected, result.gradients().get("x").data());
            }
        }
    }
}
