package dev.osediff.bench.stages;

import dev.osediff.backend.Precision;
import dev.osediff.bench.model.BenchModels;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Which rows are measured: all combinations of the options. Mixed into the commands that measure. */
final class RowOptions {
    private static final int MOST_SIZE = 16_384;
    private static final int UNIT = 64;
    private static final List<String> DEVICES = List.of(StageRow.PROCESSOR, "cuda");

    @Option(
            names = "--model",
            split = ",",
            defaultValue = BenchModels.EMBEDDED,
            description =
                    "embedded, full (Stable Diffusion's sizes, random weights), rrdbnet (Real-ESRGAN's, likewise),"
                            + " tagger (RAM's, likewise), a model folder or a GAN's file.")
    private List<String> models = List.of();

    @Option(names = "--backend", split = ",", defaultValue = "ort,torchscript,djl", description = "${DEFAULT-VALUE}.")
    private List<String> backends = List.of();

    @Option(names = "--device", split = ",", defaultValue = StageRow.PROCESSOR, description = "cpu, cuda.")
    private List<String> devices = List.of();

    @Option(names = "--precision", split = ",", defaultValue = "fp32", description = "fp32, bf16, fp16, int8.")
    private List<String> precisions = List.of();

    @Option(names = "--size", split = ",", defaultValue = "512", description = "Sides of the picture, pixels.")
    private List<Integer> sizes = List.of();

    @Option(names = "--threads", split = ",", defaultValue = "2", description = "Threads of one call.")
    private List<Integer> threads = List.of();

    @Option(names = "--warmup", defaultValue = "1", description = "Runs before those that count.")
    private int warmup;

    @Option(
            names = {"-n", "--runs"},
            defaultValue = "3",
            description = "Runs that count.")
    private int runs;

    @Option(
            names = "--processes",
            defaultValue = "1",
            description = "Processes that measure a row, round by round; more than one show what differs between them.")
    private int processes;

    @Option(names = "--java-option", description = "Option of the measured Java process, such as -Xmx8g; repeatable.")
    private List<String> javaOptions = List.of();

    List<Integer> threads() {
        return threads;
    }

    int processes() {
        return processes;
    }

    List<String> javaOptions() {
        return javaOptions;
    }

    /**
     * Returns the rows, models first.
     *
     * @param steps see {@link StageRow}
     * @throws InvalidOptionException if an option is out of range
     */
    List<StageRow> rows(List<Integer> steps) {
        precisions.forEach(RowOptions::requirePrecision);
        for (String device : devices) {
            if (!DEVICES.contains(device)) {
                throw refused("device", device, String.join(" or ", DEVICES));
            }
        }
        sizes.forEach(size -> require(
                "picture side",
                size,
                size >= UNIT && size <= MOST_SIZE && size % UNIT == 0,
                "a multiple of " + UNIT + " from " + UNIT + " to " + MOST_SIZE));
        threads.forEach(count -> require("threads", count, count >= 1, "at least 1"));
        require("runs that count", runs, runs >= 1, "at least 1");
        require("processes", processes, processes >= 1, "at least 1");
        require("warm-up runs", warmup, warmup >= 0, "at least 0");
        List<StageRow> rows = new ArrayList<>();
        for (String model : models) {
            for (int size : sizes) {
                for (int count : threads) {
                    for (String backend : backends) {
                        addRows(rows, steps, model, backend, size, count);
                    }
                }
            }
        }
        return rows;
    }

    private void addRows(List<StageRow> rows, List<Integer> steps, String model, String backend, int size, int count) {
        for (String device : devices) {
            for (String precision : precisions) {
                rows.add(new StageRow(
                        model, backend, device, precision.toLowerCase(Locale.ROOT), size, count, warmup, runs, steps));
            }
        }
    }

    private static void requirePrecision(String name) {
        boolean known = Arrays.stream(Precision.values())
                .anyMatch(precision -> precision.name().equalsIgnoreCase(name));
        if (!known) {
            throw refused("precision", name, "fp32, bf16, fp16 or int8");
        }
    }

    private static void require(String what, int value, boolean right, String limit) {
        if (!right) {
            throw refused(what, String.valueOf(value), limit);
        }
    }

    private static InvalidOptionException refused(String what, String found, String limit) {
        return new InvalidOptionException(new Problem(what, found, limit, "Choose such a value."));
    }
}
