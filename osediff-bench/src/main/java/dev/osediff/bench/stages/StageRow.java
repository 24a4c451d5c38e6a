package dev.osediff.bench.stages;

import dev.osediff.backend.Device;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.row.ChildRow;
import java.util.List;

/**
 * A row of the table of stages, or of numbers of steps.
 *
 * @param model as {@link dev.osediff.bench.model.BenchModels#open} takes it
 * @param backend name
 * @param device "cpu" or "cuda"
 * @param precision name, as in {@link dev.osediff.backend.Precision}, any case
 * @param size side of the picture, pixels
 * @param threads of one call
 * @param warmup runs before those that count
 * @param runs that count
 * @param steps numbers of denoiser runs between one encode and one decode; empty for the times of the stages
 */
public record StageRow(
        String model,
        String backend,
        String device,
        String precision,
        int size,
        int threads,
        int warmup,
        int runs,
        List<Integer> steps)
        implements ChildRow {
    /** Group of the stages' measures. */
    public static final String STAGES = "stages";

    /** Group of the measures of several denoiser runs. */
    public static final String STEPS = "steps";

    /** Name of the processor as a device. */
    static final String PROCESSOR = "cpu";

    /** Copies the list. */
    public StageRow {
        steps = List.copyOf(steps);
    }

    /** A row on the processor. */
    public StageRow(
            String model,
            String backend,
            String precision,
            int size,
            int threads,
            int warmup,
            int runs,
            List<Integer> steps) {
        this(model, backend, PROCESSOR, precision, size, threads, warmup, runs, steps);
    }

    /** Asks for the stages' times on the processor. */
    public StageRow(String model, String backend, String precision, int size, int threads, int warmup, int runs) {
        this(model, backend, precision, size, threads, warmup, runs, List.of());
    }

    /** Returns where it runs; the first one of several. */
    Device place() {
        return device.equals(PROCESSOR) ? Device.CPU : new Device(Device.Kind.CUDA, 0);
    }

    @Override
    public String group() {
        return steps.isEmpty() ? STAGES : STEPS;
    }

    @Override
    public String mainItem() {
        return Passes.WHOLE;
    }

    @Override
    public List<Measure> measure() {
        return RowRun.measure(this);
    }

    @Override
    public String subject() {
        return model + " " + size + ", " + backend + ", " + precision + ", " + threads
                + (threads == 1 ? " thread" : " threads")
                + (device.equals(PROCESSOR) ? "" : ", " + device);
    }
}
