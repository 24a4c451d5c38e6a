package dev.osediff.djl.training;

/** Hears how training goes, on the training thread. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * After each step.
     *
     * @param stage the stage
     * @param step steps done, from 1
     * @param loss this step's loss
     * @param stepsPerSecond a recent average
     */
    default void onStep(Stage stage, long step, float loss, double stepsPerSecond) {}

    /**
     * After each validation.
     *
     * @param stage the stage
     * @param step steps done
     * @param loss loss of the averaged parameters on fixed batches
     */
    default void onValidation(Stage stage, long step, float loss) {}
}
