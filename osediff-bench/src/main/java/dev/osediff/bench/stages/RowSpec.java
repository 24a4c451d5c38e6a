package dev.osediff.bench.stages;

import com.fasterxml.jackson.annotation.JsonIgnore;

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
 */
public record RowSpec(String model, String backend, String precision, int size, int threads, int warmup, int runs) {
    /** Group of these measures. */
    public static final String GROUP = "stages";

    /** Returns the subject of the row's measures. */
    @JsonIgnore
    public String subject() {
        return model + " " + size + ", " + backend + ", " + precision + ", " + threads
                + (threads == 1 ? " thread" : " threads");
    }
}
