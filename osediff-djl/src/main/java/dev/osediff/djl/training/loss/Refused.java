package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.Arrays;
import java.util.List;

/** Refuses what a loss cannot be computed of, before anything is computed. */
final class Refused {
    private Refused() {}

    static void unless(boolean holds, String asked, Object found, String limit, String nextStep) {
        if (!holds) {
            throw new InvalidOptionException(new Problem(asked, String.valueOf(found), limit, nextStep));
        }
    }

    /** Refuses a value of another shape. */
    static <T> void unlessShaped(TrainingOps<T> ops, String loss, String input, T value, int... shape) {
        int[] found = ops.shape(value);
        unless(
                Arrays.equals(found, shape),
                input + " of the loss " + loss,
                "shape " + Arrays.toString(found),
                "shape " + Arrays.toString(shape),
                "Give all inputs of one batch the same size.");
    }

    /** Refuses another number of inputs. */
    static void unlessCounted(String loss, List<?> inputs, int count) {
        unless(
                inputs.size() == count,
                "inputs of the loss " + loss,
                inputs.size() + " inputs",
                count + " inputs",
                "The loss's class lists them in order.");
    }
}
