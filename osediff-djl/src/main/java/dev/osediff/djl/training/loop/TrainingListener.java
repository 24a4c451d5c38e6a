package dev.osediff.djl.training.loop;

import java.util.Map;

/** Hears how training goes, on the training thread. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** After each step. */
    default void onStep(Progress progress) {}

    /**
     * After each validation.
     *
     * @param progress the step before
     * @param figures of the averaged parameters on fixed pictures, by name
     */
    default void onValidation(Progress progress, Map<String, Double> figures) {}
}
