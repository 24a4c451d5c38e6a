package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Compares gradients with central finite differences along directions in the space of all parameters. */
final class Slopes {
    private Slopes() {}

    /**
     * Checks the gradient along itself and along random directions of the same length.
     *
     * @param loss value at given parameters
     * @param at where the gradient was taken
     * @param gradients by name
     * @param step length of the step in each direction, for the whole vector
     * @param tolerance largest difference as a share of the gradient's length
     */
    static void check(
            ToDoubleFunction<Map<String, Tensor>> loss,
            Map<String, Tensor> at,
            Map<String, Tensor> gradients,
            double step,
            double tolerance) {
        double length = Math.sqrt(product(gradients, gradients));
        assertTrue(length > 1e-6, "the gradient must not vanish: " + length);
        assertEquals(length, slope(loss, at, gradients, step), tolerance * length, "along the gradient");
        for (int seed = 1; seed <= 3; seed++) {
            Map<String, Tensor> direction = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> entry : gradients.entrySet()) {
                // Near the gradient, so that the expected slope is not lost among the rounding.
                Tensor random = OpsCases.random(
                        seed + entry.getKey().hashCode(), entry.getValue().shape());
                double deviation = length / Math.sqrt(elements(gradients));
                for (int i = 0; i < random.data().length; i++) {
                    random.data()[i] = (float) (entry.getValue().data()[i] + deviation * random.data()[i]);
                }
                direction.put(entry.getKey(), random);
            }
            double expected = product(gradients, direction) / Math.sqrt(product(direction, direction));
            assertEquals(expected, slope(loss, at, direction, step), tolerance * length, "direction " + seed);
        }
    }

    private static double slope(
            ToDoubleFunction<Map<String, Tensor>> loss,
            Map<String, Tensor> at,
            Map<String, Tensor> direction,
            double step) {
        double scale = step / Math.sqrt(product(direction, direction));
        return (loss.applyAsDouble(moved(at, direction, scale)) - loss.applyAsDouble(moved(at, direction, -scale)))
                / (2 * step);
    }

    private static Map<String, Tensor> moved(Map<String, Tensor> at, Map<String, Tensor> direction, double by) {
        Map<String, Tensor> moved = new LinkedHashMap<>();
        at.forEach((name, tensor) -> {
            float[] values = tensor.data().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (by * direction.get(name).data()[i]);
            }
            moved.put(name, Tensor.of(values, tensor.shape()));
        });
        return moved;
    }

    static double product(Map<String, Tensor> a, Map<String, Tensor> b) {
        double sum = 0;
        for (Map.Entry<String, Tensor> entry : a.entrySet()) {
            for (int i = 0; i < entry.getValue().data().length; i++) {
                sum += (double) entry.getValue().data()[i]
                        * b.get(entry.getKey()).data()[i];
            }
        }
        return sum;
    }

    private static long elements(Map<String, Tensor> tensors) {
        return tensors.values().stream().mapToLong(t -> t.data().length).sum();
    }
}
