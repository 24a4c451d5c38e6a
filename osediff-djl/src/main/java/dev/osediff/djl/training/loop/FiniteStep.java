package dev.osediff.djl.training.loop;

import ai.djl.ndarray.NDArray;
import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.torchscript.ScriptLoss;
import dev.osediff.error.Problem;
import dev.osediff.error.TrainingException;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Refuses what is not finite in one step of a run, and names the step, the loss and the parts of it. Immutable.
 *
 * @param stage the run's stage
 * @param step steps done before
 * @param loss the loss
 */
public record FiniteStep(String stage, long step, Loss loss) {
    /**
     * Refuses inputs with a value that is not finite.
     *
     * @throws TrainingException naming the first such input by its place among the loss's inputs
     */
    public void requireInputs(List<Tensor> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            for (float value : inputs.get(i).data()) {
                if (!Float.isFinite(value)) {
                    throw refused(
                            "input " + i + " " + Arrays.toString(inputs.get(i).shape()) + " with the value " + value,
                            null);
                }
            }
        }
    }

    /**
     * Returns the loss's value.
     *
     * @throws TrainingException if it is not finite, with the values of all parts that were reported
     */
    public float require(ScriptLoss.Outcome outcome) {
        float value = outcome.loss().getFloat();
        if (!Float.isFinite(value)) {
            List<String> parts = new ArrayList<>();
            outcome.reported().forEach((name, part) -> parts.add(name + " " + described(part)));
            String which = parts.isEmpty() ? "" : ", of it " + String.join(", ", parts);
            throw refused("the value " + value + which, null);
        }
        return value;
    }

    private static String described(NDArray part) {
        if (part.getShape().dimension() == 0) {
            return Float.toString(part.getFloat());
        }
        for (float value : part.toFloatArray()) {
            if (!Float.isFinite(value)) {
                return "with " + value;
            }
        }
        return "finite";
    }

    /** Describes a gradient that is not finite. */
    public TrainingException ofGradient(ArithmeticException cause) {
        return refused("a gradient that is not finite", cause);
    }

    private TrainingException refused(String found, Throwable cause) {
        return new TrainingException(
                new Problem(
                        "loss " + loss.name() + " at step " + step + " of stage " + stage,
                        found,
                        "finite numbers",
                        "Nothing of this step was applied; go on from the last state with a lower learning rate or other data."),
                cause);
    }
}
