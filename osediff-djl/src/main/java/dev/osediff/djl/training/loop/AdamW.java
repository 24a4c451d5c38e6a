package dev.osediff.djl.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AdamW (arXiv 1711.05101) on one flat vector, with a limit on the gradient's norm and an exponential moving average of
 * the parameters. Not thread-safe; the arrays belong to the manager given.
 */
public final class AdamW {
    private final AdamWSettings settings;
    private final NDArray theta;
    private final NDArray mean;
    private final NDArray variance;
    private final NDArray average;
    private long step;

    /**
     * Starts at step 0.
     *
     * @param manager owns the arrays
     * @param start first values of the parameters
     */
    public AdamW(NDManager manager, float[] start, AdamWSettings settings) {
        this.settings = settings;
        theta = manager.create(start);
        average = manager.create(start);
        mean = manager.zeros(new Shape(start.length));
        variance = manager.zeros(new Shape(start.length));
        theta.setRequiresGradient(true);
    }

    /** Returns the parameters, which a gradient may be taken for. */
    public NDArray theta() {
        return theta;
    }

    /** Returns the moving average of the parameters. */
    public NDArray average() {
        return average;
    }

    /** Returns how many updates were made. */
    public long step() {
        return step;
    }

    /**
     * Applies the gradient that one or several passes of backward have left, and clears it.
     *
     * @param learningRate of this step
     * @param passes how many there were; their mean is applied
     * @return the gradient's norm before clipping
     * @throws ArithmeticException if the gradient is not finite; nothing has changed then
     */
    public float update(float learningRate, int passes) {
        try (NDManager scope = theta.getManager().newSubManager()) {
            NDArray gradient = theta.getGradient();
            gradient.attach(scope);
            NDArray g = gradient.stopGradient();
            g.attach(scope);
            if (passes != 1) {
                g.divi(passes);
            }
            float norm = norm(scope, g);
            if (!Float.isFinite(norm)) {
                throw new ArithmeticException("the gradient is not finite at step " + step);
            }
            step++;
            float largest = (float) settings.largestGradientNorm();
            g.muli(Math.min(1f, largest / Math.max(norm, 1e-12f)));
            float beta1 = (float) settings.beta1();
            float beta2 = (float) settings.beta2();
            mean.muli(beta1).addi(own(scope, g.mul(1 - beta1)));
            NDArray square = own(scope, g.mul(g));
            variance.muli(beta2).addi(square.muli(1 - beta2));
            double correction1 = 1 - Math.pow(beta1, step);
            double correction2 = 1 - Math.pow(beta2, step);
            NDArray root = own(scope, variance.sqrt());
            root.divi(Math.sqrt(correction2)).addi((float) settings.epsilon());
            NDArray direction = own(scope, mean.div(root));
            direction.muli(learningRate / correction1);
            NDArray values = own(scope, theta.stopGradient());
            values.muli(1 - learningRate * (float) settings.weightDecay()).subi(direction);
            double decay = Math.min(settings.averageDecay(), (1.0 + step) / (10.0 + step));
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
    public Map<String, float[]> state() {
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
    public void restore(Map<String, float[]> state, long atStep) {
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
