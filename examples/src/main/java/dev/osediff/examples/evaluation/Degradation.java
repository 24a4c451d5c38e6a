package dev.osediff.examples.evaluation;

import dev.osediff.degradation.DegradationPreset;

/** How good photographs are made bad, from harmless to severe. */
public enum Degradation {
    /** Antialiased bicubic reduction alone. */
    CLEAN(DegradationPreset.EVALUATION_CLEAN),
    /** Gaussian blur of 1 pixel, reduction, noise of 4 levels, JPEG 75. */
    MILD(DegradationPreset.EVALUATION_MILD),
    /** A second-order chain drawn from the seed. */
    HEAVY(DegradationPreset.EVALUATION_HEAVY);

    private final DegradationPreset preset;

    Degradation(DegradationPreset preset) {
        this.preset = preset;
    }

    DegradationPreset preset() {
        return preset;
    }
}
