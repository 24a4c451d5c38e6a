package dev.osediff.djl.training;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.training.data.Batch;
import dev.osediff.djl.training.loop.AdamWSettings;
import dev.osediff.djl.training.loop.Learner;
import dev.osediff.djl.training.loop.LoopSettings;
import dev.osediff.djl.training.loop.StateFile;
import dev.osediff.djl.training.loop.TrainingListener;
import dev.osediff.djl.training.loop.TrainingLoop;
import dev.osediff.djl.training.loop.TrainingLoop.Streams;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one stage from its first or from a saved step to its last. */
final class StageRunner {
    private static final int STEPS_BETWEEN_SAVES = 200;
    private static final int STEPS_BETWEEN_VALIDATIONS = 400;
    private static final int VALIDATION_BATCHES = 4;

    private final Stage stage;
    private final StageInputs inputs;
    private final Loss loss;
    private final StateFile state;
    private final List<TrainingListener> listeners;

    StageRunner(Stage stage, StageInputs inputs, Loss loss, StateFile state, List<TrainingListener> listeners) {
        this.stage = stage;
        this.inputs = inputs;
        this.loss = loss;
        this.state = state;
        this.listeners = listeners;
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
        try (Learner learner =
                new Learner(stage.name(), loss, inputs.shapes(), stage.bfloat16(), values, AdamWSettings.EMBEDDED)) {
            Optional<StateFile.Saved> saved = state.load();
            saved.ifPresent(
                    found -> learner.restore(found.part("", learner.trained().total()), found.step()));
            StageTrainee trainee = new StageTrainee(stage, inputs, learner, judged(validation));
            LoopSettings settings = new LoopSettings(
                    stage.name(),
                    stage.steps(),
                    1,
                    stage.batch(),
                    STEPS_BETWEEN_SAVES,
                    STEPS_BETWEEN_VALIDATIONS,
                    Optional.empty());
            new TrainingLoop(settings, state, listeners)
                    .run(trainee, training, saved.map(StateFile.Saved::seconds).orElse(0.0));
            return learner.averaged();
        }
    }

    private List<List<Tensor>> judged(Streams validation) throws InterruptedException {
        List<List<Tensor>> judged = new ArrayList<>();
        for (Batch batch : TrainingLoop.first(VALIDATION_BATCHES, validation.open(0))) {
            judged.add(inputs.complete(batch.high(), batch.low(), -1 - judged.size()));
        }
        return judged;
    }
}
