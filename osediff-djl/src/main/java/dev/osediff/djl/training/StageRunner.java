package dev.osediff.djl.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.torchscript.ScriptLoss;
import dev.osediff.djl.training.data.Batch;
import dev.osediff.djl.training.data.SampleStream;
import dev.osediff.error.CancelledException;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs one stage from its first or from a saved step to its last. */
final class StageRunner {
    private static final int STEPS_BETWEEN_SAVES = 200;
    private static final int STEPS_BETWEEN_VALIDATIONS = 400;
    private static final int VALIDATION_BATCHES = 4;

    private final Stage stage;
    private final StageInputs inputs;
    private final Loss loss;
    private final StateFile state;
    private final TrainingLog log;
    private final TrainingListener listener;

    StageRunner(
            Stage stage, StageInputs inputs, Loss loss, StateFile state, TrainingLog log, TrainingListener listener) {
        this.stage = stage;
        this.inputs = inputs;
        this.loss = loss;
        this.state = state;
        this.log = log;
        this.listener = listener;
    }

    /** Opens the stream of batches from a given batch on. */
    @FunctionalInterface
    interface Streams {
        SampleStream open(long firstBatch);
    }

    /**
     * Trains.
     *
     * @param values all parameters known so far; those of this stage are the start
     * @param training batches to learn from
     * @param validation batches to judge by
     * @return the averaged values of the trained parameters
     * @throws InterruptedException if interrupted; the state has been saved then
     * @throws dev.osediff.error.TrainingException if an input, the loss or its gradient is not finite, naming the step
     */
    Map<String, Tensor> run(Map<String, Tensor> values, Streams training, Streams validation)
            throws InterruptedException {
        try (ScriptLoss script = ScriptLoss.compile(loss, inputs.shapes(), stage.bfloat16());
                NDManager manager = script.manager().newSubManager()) {
            NDArray frozen = manager.create(frozen(script, values));
            AdamW optimiser = new AdamW(manager, script.trained().flatten(start(script, values)));
            state.load().ifPresent(saved -> optimiser.restore(saved.arrays(), saved.step()));
            List<List<Tensor>> judged = validationBatches(validation);
            try (SampleStream stream = training.open(optimiser.step())) {
                loop(script, manager, frozen, optimiser, judged, stream);
            }
            return script.trained().unflatten(optimiser.average().toFloatArray());
        }
    }

    private void loop(
            ScriptLoss script,
            NDManager manager,
            NDArray frozen,
            AdamW optimiser,
            List<List<Tensor>> judged,
            SampleStream stream)
            throws InterruptedException {
        double average = 0;
        double rate = 0;
        while (optimiser.step() < stage.steps()) {
            long start = System.nanoTime();
            long step = optimiser.step();
            Batch batch = next(stream, optimiser);
            float value = step(script, manager, frozen, optimiser, inputs.complete(batch.high(), batch.low(), step));
            double seconds = (System.nanoTime() - start) / 1e9;
            rate = rate == 0 ? 1 / seconds : 0.95 * rate + 0.05 / seconds;
            average = average == 0 ? value : 0.98 * average + 0.02 * value;
            listener.onStep(stage, optimiser.step(), value, rate);
            boolean last = optimiser.step() == stage.steps();
            if (last || optimiser.step() % STEPS_BETWEEN_VALIDATIONS == 0) {
                float judgement = validate(script, manager, frozen, optimiser.average(), judged);
                log.add(stage, optimiser.step(), average, judgement, rate);
                listener.onValidation(stage, optimiser.step(), judgement);
            }
            if (last || optimiser.step() % STEPS_BETWEEN_SAVES == 0) {
                state.save(optimiser.state(), optimiser.step());
            }
        }
    }

    /** Waits for a batch; an interrupt before or meanwhile saves the state and ends the run. */
    private Batch next(SampleStream stream, AdamW optimiser) throws InterruptedException {
        CancelledException cause = null;
        if (!Thread.currentThread().isInterrupted()) {
            try {
                return stream.next();
            } catch (CancelledException e) {
                cause = e;
            }
        }
        state.save(optimiser.state(), optimiser.step());
        throw interrupted("after step " + optimiser.step(), cause);
    }

    private static InterruptedException interrupted(String when, CancelledException cause) {
        Thread.interrupted();
        InterruptedException e = new InterruptedException("training was interrupted " + when);
        e.initCause(cause);
        return e;
    }

    private float step(ScriptLoss script, NDManager manager, NDArray frozen, AdamW optimiser, List<Tensor> batch) {
        float value;
        FiniteStep finite = new FiniteStep(stage.name(), optimiser.step(), loss);
        finite.requireInputs(batch);
        try (NDManager scope = manager.newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            ScriptLoss.Outcome outcome = script.evaluate(optimiser.theta(), frozen, upload(scope, batch));
            outcome.loss().attach(scope);
            outcome.reported().values().forEach(reported -> reported.attach(scope));
            value = finite.require(outcome);
            gradients.backward(outcome.loss());
        }
        try {
            optimiser.update(stage.learningRateAt(optimiser.step()));
        } catch (ArithmeticException e) {
            throw finite.ofGradient(e);
        }
        return value;
    }

    private float validate(
            ScriptLoss script, NDManager manager, NDArray frozen, NDArray average, List<List<Tensor>> judged) {
        double sum = 0;
        for (List<Tensor> batch : judged) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray result = script.forward(average, frozen, upload(scope, batch));
                result.attach(scope);
                sum += result.getFloat();
            }
        }
        return (float) (sum / judged.size());
    }

    private List<List<Tensor>> validationBatches(Streams validation) throws InterruptedException {
        List<List<Tensor>> batches = new ArrayList<>();
        try (SampleStream stream = validation.open(0)) {
            for (int i = 0; i < VALIDATION_BATCHES; i++) {
                Batch batch = stream.next();
                batches.add(inputs.complete(batch.high(), batch.low(), -1 - i));
            }
        } catch (CancelledException e) {
            throw interrupted("before its first step", e);
        }
        return batches;
    }

    private static NDList upload(NDManager scope, List<Tensor> tensors) {
        NDList list = new NDList();
        for (Tensor tensor : tensors) {
            long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
            list.add(scope.create(tensor.data(), new Shape(shape)));
        }
        return list;
    }

    private static float[] frozen(ScriptLoss script, Map<String, Tensor> values) {
        return script.frozen().names().isEmpty()
                ? new float[1]
                : script.frozen().flatten(values);
    }

    private static Map<String, Tensor> start(ScriptLoss script, Map<String, Tensor> values) {
        return script.trained().names().stream()
                .collect(Collectors.toMap(n -> n, values::get, (a, b) -> a, LinkedHashMap::new));
    }
}
