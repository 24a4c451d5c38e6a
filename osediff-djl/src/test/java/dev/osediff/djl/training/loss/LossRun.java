package dev.osediff.djl.training.loss;

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

/** Runs a loss both as a script and eagerly, with gradients by name. */
final class LossRun implements AutoCloseable {
    private final Loss loss;
    private final ScriptLoss script;

    LossRun(Loss loss, List<Tensor> inputs) {
        this(loss, inputs, false);
    }

    LossRun(Loss loss, List<Tensor> inputs, boolean bfloat16) {
        this.loss = loss;
        List<int[]> shapes = inputs.stream().map(Tensor::shape).toList();
        this.script = ScriptLoss.compile(loss, shapes, bfloat16);
    }

    /**
     * What came out.
     *
     * @param loss the value
     * @param gradients of the trained parameters, by name
     * @param reported values by name; none from an eager run
     */
    record Result(float loss, Map<String, Tensor> gradients, Map<String, Tensor> reported) {}

    ParameterLayout trained() {
        return script.trained();
    }

    ParameterLayout frozen() {
        return script.frozen();
    }

    List<Result> both(Map<String, Tensor> trained, Map<String, Tensor> frozen, List<Tensor> inputs) {
        return List.of(scripted(trained, frozen, inputs), eager(trained, frozen, inputs));
    }

    Result scripted(Map<String, Tensor> trained, Map<String, Tensor> frozen, List<Tensor> inputs) {
        try (NDManager manager = script.manager().newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray theta = theta(manager, trained);
            theta.setRequiresGradient(true);
            ScriptLoss.Outcome outcome = evaluate(theta, frozen, inputs);
            gradients.backward(outcome.loss());
            return result(outcome, trained().unflatten(theta.getGradient().toFloatArray()));
        }
    }

    /** Without gradients. */
    Result forward(Map<String, Tensor> trained, Map<String, Tensor> frozen, List<Tensor> inputs) {
        try (NDManager manager = script.manager().newSubManager()) {
            return result(evaluate(theta(manager, trained), frozen, inputs), Map.of());
        }
    }

    private NDArray theta(NDManager manager, Map<String, Tensor> trained) {
        return manager.create(script.trained().flatten(trained));
    }

    /** All that is made belongs to the manager of theta. */
    private ScriptLoss.Outcome evaluate(NDArray theta, Map<String, Tensor> frozen, List<Tensor> inputs) {
        NDManager manager = theta.getManager();
        boolean nothing = frozen().names().isEmpty();
        NDArray fixed = manager.create(nothing ? ScriptLoss.nothingFrozen().data() : frozen().flatten(frozen));
        NDList values = new NDList();
        for (Tensor input : inputs) {
            long[] shape = Arrays.stream(input.shape()).asLongStream().toArray();
            values.add(manager.create(input.data(), new Shape(shape)));
        }
        ScriptLoss.Outcome outcome = script.evaluate(theta, fixed, values);
        outcome.loss().attach(manager);
        outcome.reported().values().forEach(value -> value.attach(manager));
        return outcome;
    }

    private static Result result(ScriptLoss.Outcome outcome, Map<String, Tensor> gradients) {
        Map<String, Tensor> reported = new LinkedHashMap<>();
        outcome.reported().forEach((name, value) -> reported.put(name, DjlOps.download(value)));
        return new Result(outcome.loss().getFloat(), gradients, reported);
    }

    Result eager(Map<String, Tensor> trained, Map<String, Tensor> frozen, List<Tensor> inputs) {
        try (NDManager manager = NDManager.newBaseManager();
                DjlOps ops = new DjlOps(manager);
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            Map<String, NDArray> parameters = upload(ops, trained(), trained);
            parameters.values().forEach(p -> p.setRequiresGradient(true));
            Map<String, NDArray> fixed = upload(ops, frozen(), frozen);
            List<NDArray> values = new ArrayList<>();
            inputs.forEach(t -> values.add(ops.constant(t)));
            NDArray value = loss.compute(ops, Weights.of(provider(parameters)), Weights.of(provider(fixed)), values);
            gradients.backward(value);
            Map<String, Tensor> slopes = new LinkedHashMap<>();
            parameters.forEach((name, p) -> slopes.put(name, DjlOps.download(p.getGradient())));
            return new Result(value.getFloat(), slopes, Map.of());
        }
    }

    private static Map<String, NDArray> upload(DjlOps ops, ParameterLayout layout, Map<String, Tensor> values) {
        Map<String, NDArray> uploaded = new LinkedHashMap<>();
        layout.names().forEach(name -> uploaded.put(name, ops.constant(values.get(name))));
        return uploaded;
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

    @Override
    public void close() {
        script.close();
    }
}
