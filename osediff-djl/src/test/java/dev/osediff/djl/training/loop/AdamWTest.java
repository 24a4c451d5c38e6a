package dev.osediff.djl.training.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class AdamWTest {
    /** f(x) = Σ a·x²/2, whose gradient is a·x. */
    private static void backward(AdamW optimiser, NDManager manager, float[] a) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray x = optimiser.theta();
            NDArray value = x.mul(x).mul(scope.create(a)).sum().mul(0.5f);
            value.attach(scope);
            gradients.backward(value);
        }
    }

    @Test
    void followsTheFormulaStepByStep() {
        float[] a = {1f, 0.2f, -0.1f};
        float[] x = {0.4f, -0.3f, 0.5f};
        double[] expected = {x[0], x[1], x[2]};
        double[] mean = new double[3];
        double[] variance = new double[3];
        double[] average = expected.clone();
        try (NDManager manager = NDManager.newBaseManager()) {
            AdamW optimiser = new AdamW(manager, x, AdamWSettings.EMBEDDED);
            for (int step = 1; step <= 5; step++) {
                double rate = 0.01 * step;
                backward(optimiser, manager, a);
                float norm = optimiser.update((float) rate, 1);
                double squared = 0;
                double decay = (1.0 + step) / (10.0 + step);
                for (int i = 0; i < 3; i++) {
                    double g = a[i] * expected[i];
                    squared += g * g;
                    mean[i] = 0.9 * mean[i] + 0.1 * g;
                    variance[i] = 0.99 * variance[i] + 0.01 * g * g;
                    double direction = mean[i]
                            / (1 - Math.pow(0.9, step))
                            / (Math.sqrt(variance[i] / (1 - Math.pow(0.99, step))) + 1e-8);
                    expected[i] = expected[i] * (1 - rate * 0.01) - rate * direction;
                    average[i] = decay * average[i] + (1 - decay) * expected[i];
                }
                assertEquals(Math.sqrt(squared), norm, 1e-5);
                for (int i = 0; i < 3; i++) {
                    assertEquals(expected[i], optimiser.state().get("theta")[i], 1e-5);
                    assertEquals(average[i], optimiser.average().toFloatArray()[i], 1e-5);
                }
            }
            assertEquals(5, optimiser.step());
        }
    }

    @Test
    void aLongGradientIsClippedToUnitNorm() {
        float[] x = {3f, 4f};
        try (NDManager manager = NDManager.newBaseManager()) {
            AdamW optimiser = new AdamW(manager, x, AdamWSettings.EMBEDDED);
            backward(optimiser, manager, new float[] {1000f, 1000f});
            assertEquals(5000, optimiser.update(0.1f, 1), 0.5);
            float[] mean = optimiser.state().get("mean");
            assertArrayEquals(new float[] {0.1f * 0.6f, 0.1f * 0.8f}, mean, 1e-6f);
        }
    }

    @Test
    void restoredStateGoesOnExactly() {
        float[] a = {1f, 2f};
        try (NDManager manager = NDManager.newBaseManager()) {
            AdamW first = new AdamW(manager, new float[] {0.3f, 0.1f}, AdamWSettings.EMBEDDED);
            backward(first, manager, a);
            first.update(0.1f, 1);
            AdamW second = new AdamW(manager, new float[] {9f, 9f}, AdamWSettings.EMBEDDED);
            second.restore(first.state(), first.step());
            backward(first, manager, a);
            backward(second, manager, a);
            first.update(0.05f, 1);
            second.update(0.05f, 1);
            assertArrayEquals(first.state().get("theta"), second.state().get("theta"));
            assertArrayEquals(first.state().get("average"), second.state().get("average"));
        }
    }

    @Test
    void aGradientThatIsNotFiniteIsRefusedAndChangesNothing() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AdamW optimiser = new AdamW(manager, new float[] {1f, 2f}, AdamWSettings.EMBEDDED);
            backward(optimiser, manager, new float[] {Float.NaN, 1f});
            ArithmeticException e = assertThrows(ArithmeticException.class, () -> optimiser.update(0.1f, 1));
            assertTrue(e.getMessage().contains("step 0"), e.getMessage());
            assertArrayEquals(new float[] {1f, 2f}, optimiser.state().get("theta"));
        }
    }

    @Test
    void severalPassesOfBackwardGiveTheirMean() {
        try (NDManager manager = NDManager.newBaseManager()) {
            AdamW twice = new AdamW(manager, new float[] {0.3f, 0.1f}, AdamWSettings.PAPER);
            backward(twice, manager, new float[] {1f, 2f});
            backward(twice, manager, new float[] {3f, -1f});
            float norm = twice.update(0.1f, 2);
            AdamW once = new AdamW(manager, new float[] {0.3f, 0.1f}, AdamWSettings.PAPER);
            backward(once, manager, new float[] {2f, 0.5f});
            assertEquals(once.update(0.1f, 1), norm, 1e-6);
            assertArrayEquals(once.state().get("theta"), twice.state().get("theta"), 1e-6f);
            assertArrayEquals(
                    once.state().get("theta"), once.state().get("average"), 1e-7f, "the paper averages nothing");
        }
    }
}
