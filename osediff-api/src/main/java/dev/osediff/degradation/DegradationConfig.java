package dev.osediff.degradation;

import java.util.List;
import java.util.Objects;

/**
 * All parameters of a degradation chain: stages one after another (two of them make a second-order chain), then the
 * finish. Immutable.
 *
 * @param scale how many times smaller the result is along each side, at least 1, not necessarily whole
 * @param stages in order; may be empty
 * @param finish the last steps
 * @see DegradationPreset for ready ones
 */
public record DegradationConfig(double scale, List<StageConfig> stages, FinishConfig finish) {
    /** Refuses a scale below 1. */
    public DegradationConfig {
        Checks.atLeast("scale", 1, scale);
        stages = List.copyOf(stages);
        Objects.requireNonNull(finish, "finish");
    }

    /** Returns the same chain for another scale. */
    public DegradationConfig withScale(double newScale) {
        return new DegradationConfig(newScale, stages, finish);
    }

    /** Returns the length in pixels of a side of the result: round(length / scale), at least 1. */
    public int outputLength(int length) {
        return (int) Math.max(1, Math.round(length / scale));
    }
}
