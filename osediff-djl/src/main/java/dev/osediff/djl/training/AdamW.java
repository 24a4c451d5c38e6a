package dev.osediff.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AdamW (arXiv 1711.05101) on one flat vector, with a limit on the gradient's norm and an exponential moving average of
 * the parameters. Not thread-safe; the arrays belong to the manager given.
 */
final class AdamW {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.99f;
    private static final float EPSILON = 1e-8f;
    private static final float WEIGHT_DECAY = 0.01f;
    private static final float LARGEST_GRADIENT_NORM = 1f;
    private static final double AVERAGE_DECAY = 0.999;

    private final NDArray theta;
    private final NDArray mean;
    private final NDArray variance;
    private final NDArray average;
    private long step;

    AdamW(NDManager manager, float[] start) {
        theta = manager.create(start);
        average = manager.create(start);
        mean = manager.zeros(new Shape(start.length));
        variance = manager.zeros(new Shape(start.length));
        theta.setRequiresGradient(true);
    }

    NDArray theta() {
        return theta;
    }

    NDArray average() {
        return average;
    }

    long step() {
        return step;
    }

    /**
     * Applies the gradient that backward has left and clears it.
     *
     * @return the gradient's norm before clipping
     * @throws ArithmeticException if the gradient is not finite; nothing has changed then
     */
    float update(float learningRate) {
        try (NDManager scope = theta.getManager().newSubManager()) {
            NDArray gradient = theta.getGradient();
            gradient.attach(scope);
            NDArray g = gradient.stopGradient();
            g.attach(scope);
            float norm = norm(scope, g);
            if (!Float.isFinite(norm)) {
                throw new ArithmeticException("the gradient is not finite at step " + step);
            }
            step++;
            g.muli(Math.min(1f, LARGEST_GRADIENT_NORM / Math.max(norm, 1e-12f)));
            mean.muli(BETA1).addi(own(scope, g.mul(1 - BETA1)));
            NDArray square = own(scope, g.mul(g));
            variance.muli(BETA2).addi(square.muli(1 - BETA2));
            double correction1 = 1 - Math.pow(BETA1, step);
            double correction2 = 1 - Math.pow(BETA2, step);
            NDArray root = own(scope, variance.sqrt());
            root.divi(Math.sqrt(correction2)).addi(EPSILON);
            NDArray direction = own(scope, mean.div(root));
            direction.muli(learningRate / correction1);
            NDArray values = own(scope, theta.stopGradient());
            values.muli(1 - learningRate * WEIGHT_DECAY).subi(direction);
            double decay = Math.min(AVERAGE_DECAY, (1.0 + step) / (10.0 + step));
            average.muli(decay).addi(own(scope, values.mul(1 - decay)));
            g.muli(0);
            return norm;
        }
    }

    private static float norm(NDManager scope, NDArray g) {
        NDArray sum = own(scope, own(scope, g.mul(g)).sum());
        return (float) Math.sqrt(sum.getFloat());
    }

    private static NDArray own(NDManager scope, NDArray value) {
        value.attach(scope);
        return value;
    }

    /** Returns everything that a later run needs to go on. */
    Map<String, float[]> state() {
        Map<String, float[]> state = new LinkedHashMap<>();
        try (NDArray values = theta.stopGradient()) {
            state.put("theta", values.toFloatArray());
        }
        state.put("mean", mean.toFloatArray());
        state.put("variance", variance.toFloatArray());
        state.put("average", average.toFloatArray());
        return state;
    }

    /** Goes on from {@link #state()}. */
    void restore(Map<String, float[]> state, long atStep) {
        try (NDArray values = theta.stopGradient()) {
            overwrite(values, state.get("theta"));
        }
        overwrite(mean, state.get("mean"));
        overwrite(variance, state.get("variance"));
        overwrite(average, state.get("average"));
        step = atStep;
    }

    /** Copies values into the array's memory; {@code set} would give a detached view memory of its own. */
    private static void overwrite(NDArray target, float[] values) {
        try (NDArray source = target.getManager().create(values)) {
            target.muli(0).addi(source);
        }
    }
}
