package dev.osediff.djl.training;

import dev.osediff.djl.training.data.Batch;
import dev.osediff.djl.training.loop.Learner;
import dev.osediff.djl.training.loop.Trainee;
import dev.osediff.network.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A stage's one loss as the loop trains it; judged by the same loss on fixed batches. */
final class StageTrainee implements Trainee {
    private final Stage stage;
    private final StageInputs inputs;
    private final Learner learner;
    private final List<List<Tensor>> judged;

    StageTrainee(Stage stage, StageInputs inputs, Learner learner, List<List<Tensor>> judged) {
        this.stage = stage;
        this.inputs = inputs;
        this.learner = learner;
        this.judged = judged;
    }

    @Override
    public long step() {
        return learner.step();
    }

    @Override
    public Outcome train(List<Batch> batches) {
        Batch batch = batches.get(0);
        Learner.Pass pass = learner.backward(inputs.complete(batch.high(), batch.low(), step()), Set.of());
        learner.update(stage.learningRateAt(step()));
        return new Outcome(pass.loss(), pass.scalars());
    }

    @Override
    public Map<String, Double> judge() {
        double mean = judged.stream()
                .mapToDouble(batch -> learner.judge(batch, Set.of()).loss())
                .average()
                .orElseThrow();
        return Map.of("validation loss", mean);
    }

    @Override
    public Map<String, float[]> state() {
        return learner.state();
    }
}
