package dev.osediff.djl.training.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.osediff.djl.ops.DjlOps;
import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.djl.torchscript.ScriptLoss;
import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A loss with the parameters that it trains and their optimiser. For one thread; close it to free the engine's memory. */
public final class Learner implements AutoCloseable {
    private final String stage;
    private final Loss loss;
    private final ScriptLoss script;
    private final NDManager manager;
    private final NDArray frozen;
    private final AdamW optimiser;
    private int passes;

    /**
     * Compiles a loss.
     *
     * @param stage name for error texts
     * @param shapes of the loss's inputs
     * @param bfloat16 whether networks compute in bfloat16
     * @param values all parameters; those that the loss trains are the start
     */
    public Learner(
            String stage,
            Loss loss,
            List<int[]> shapes,
            boolean bfloat16,
            Map<String, Tensor> values,
            AdamWSettings settings) {
        this.stage = stage;
        this.loss = loss;
        this.script = ScriptLoss.compile(loss, shapes, bfloat16);
        try {
            manager = script.manager().newSubManager();
            ParameterLayout fixed = script.frozen();
            frozen = manager.create(
                    fixed.names().isEmpty() ? ScriptLoss.nothingFrozen().data() : fixed.flatten(values));
            optimiser = new AdamW(manager, script.trained().flatten(values), settings);
        } catch (RuntimeException | Error e) {
            script.close();
            throw e;
        }
    }

    /**
     * What a pass gave.
     *
     * @param loss the value
     * @param scalars reported values of rank 0
     * @param tensors those of the other reported values that were asked for
     */
    public record Pass(float loss, Map<String, Double> scalars, Map<String, Tensor> tensors) {}

    /**
     * Adds the gradient of one batch to those since the last update.
     *
     * @param wanted names of reported values to bring to the host
     * @throws dev.osediff.error.TrainingException if an input or the loss is not finite
     */
    public Pass backward(List<Tensor> inputs, Set<String> wanted) {
        FiniteStep finite = finite();
        finite.requireInputs(inputs);
        try (NDManager scope = manager.newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            ScriptLoss.Outcome outcome = evaluate(scope, optimiser.theta(), inputs);
            float value = finite.require(outcome);
            gradients.backward(outcome.loss());
            passes++;
            return pass(value, outcome, wanted);
        }
    }

    /** Computes a loss with the averaged parameters and without gradients; arguments as those of {@link #backward}. */
    public Pass judge(List<Tensor> inputs, Set<String> wanted) {
        try (NDManager scope = manager.newSubManager()) {
            ScriptLoss.Outcome outcome = evaluate(scope, optimiser.average(), inputs);
            return pass(outcome.loss().getFloat(), outcome, wanted);
        }
    }

    /**
     * Makes an optimiser step with the mean of the gradients since the last one.
     *
     * @return the gradient's norm before clipping
     * @throws dev.osediff.error.TrainingException if it is not finite; nothing has changed then
     */
    public float update(float learningRate) {
        try {
            return optimiser.update(learningRate, passes);
        } catch (ArithmeticException e) {
            throw finite().ofGradient(e);
        } finally {
            passes = 0;
        }
    }

    private FiniteStep finite() {
        return new FiniteStep(stage, optimiser.step(), loss);
    }

    private ScriptLoss.Outcome evaluate(NDManager scope, NDArray theta, List<Tensor> inputs) {
        NDList list = new NDList();
        for (Tensor input : inputs) {
            list.add(scope.create(
                    input.data(),
                    new Shape(Arrays.stream(input.shape()).asLongStream().toArray())));
        }
        ScriptLoss.Outcome outcome = script.evaluate(theta, frozen, list);
        outcome.loss().attach(scope);
        outcome.reported().values().forEach(reported -> reported.attach(scope));
        return outcome;
    }

    private static Pass pass(float value, ScriptLoss.Outcome outcome, Set<String> wanted) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        outcome.reported().forEach((name, reported) -> {
            if (reported.getShape().dimension() == 0) {
                scalars.put(name, (double) reported.getFloat());
            } else if (wanted.contains(name)) {
                tensors.put(name, DjlOps.download(reported));
            }
        });
        return new Pass(value, scalars, tensors);
    }

    /**
     * Takes over another's present parameters into the beginning of the frozen ones, where {@link LeadingParameters} has put
     * them.
     */
    public void follow(Learner other) {
        try (NDArray values = other.optimiser.theta().stopGradient()) {
            frozen.set(new NDIndex("0:" + other.script.trained().total()), values);
        }
    }

    /** Returns how many arrays of the engine it holds. */
    int arrays() {
        return manager.getManagedArrays().size();
    }

    /** Returns where the trained parameters lie. */
    public ParameterLayout trained() {
        return script.trained();
    }

    /** Returns how many updates were made. */
    public long step() {
        return optimiser.step();
    }

    /** Returns the averaged parameters by name. */
    public Map<String, Tensor> averaged() {
        return script.trained().unflatten(optimiser.average().toFloatArray());
    }

    /** Returns the optimiser's state. */
    public Map<String, float[]> state() {
        return optimiser.state();
    }

    /** Goes on from a saved state; lengths must fit ({@link StateFile.Saved#part}). */
    public void restore(Map<String, float[]> state, long step) {
        optimiser.restore(state, step);
    }

    @Override
    public void close() {
        script.close();
    }
}
