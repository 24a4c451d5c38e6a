package dev.osediff.bench.stages;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.osediff.bench.result.Measure;
import java.util.List;

/**
 * What one row of the table measures.
 *
 * @param model as {@link dev.osediff.bench.model.BenchModels#open} takes it
 * @param backend name
 * @param precision name, as in {@link dev.osediff.backend.Precision}, any case
 * @param size side of the picture, pixels
 * @param threads of one call
 * @param warmup runs before those that count
 * @param runs that count
 * @param steps numbers of denoiser runs between one encode and one decode; empty for the times of the stages
 */
public record RowSpec(
        String model,
        String backend,
        String precision,
        int size,
        int threads,
        int warmup,
        int runs,
        List<Integer> steps) {
    /** Group of the stages' measures. */
    public static final String STAGES = "stages";

    /** Group of the measures of several denoiser runs. */
    public static final String STEPS = "steps";

    /** Copies the list. */
    public RowSpec {
        steps = List.copyOf(steps);
    }

    /** Asks for the stages' times. */
    public RowSpec(String model, String backend, String precision, int size, int threads, int warmup, int runs) {
        this(model, backend, precision, size, threads, warmup, runs, List.of());
    }

    /** Returns the group of the row's measures. */
    @JsonIgnore
    public String group() {
        return steps.isEmpty() ? STAGES : STEPS;
    }

    /** Returns a row that says why it was not measured. */
    List<Measure> absent(String why) {
        return List.of(Measure.absent(group(), subject(), Passes.WHOLE, why));
    }

    /** Returns the subject of the row's measures. */
    @JsonIgnore
    public String subject() {
        return model + " " + size + ", " + backend + ", " + precision + ", " + threads
                + (threads == 1 ? " thread" : " threads");
    }
}
