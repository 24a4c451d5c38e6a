package dev.osediff.djl.training.loop;

import dev.osediff.djl.training.data.Batch;
import java.util.List;
import java.util.Map;

/** What a {@link TrainingLoop} trains: networks with their optimisers. For one thread. */
public interface Trainee {
    /**
     * What came of a step.
     *
     * @param loss the loss
     * @param parts other figures by name
     */
    record Outcome(float loss, Map<String, Double> parts) {}

    /** Returns how many steps were made. */
    long step();

    /**
     * Makes a step.
     *
     * @param batches as many as the loop's settings say
     * @throws dev.osediff.error.TrainingException if an input, a loss or a gradient is not finite, naming the step
     */
    Outcome train(List<Batch> batches);

    /** Judges the averaged parameters on fixed pictures; at least one figure, the first for short logs. */
    Map<String, Double> judge();

    /** Returns all that a later run needs to go on. */
    Map<String, float[]> state();
}
