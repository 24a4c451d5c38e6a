package dev.osediff.bench.report;

import dev.osediff.bench.model.BenchModels;
import dev.osediff.bench.stages.StageRow;
import java.util.ArrayList;
import java.util.List;

/** What a report measures. */
enum Profile {
    /** The embedded model; about two minutes on two threads. */
    QUICK(List.of(BenchModels.EMBEDDED), 256, 15, 20),
    /** The embedded model and Stable Diffusion's sizes; up to an hour. */
    FULL(List.of(BenchModels.EMBEDDED, BenchModels.FULL), 512, 7, 50);

    private static final List<String> BACKENDS = List.of("ort", "torchscript", "djl");
    private static final List<String> PRECISIONS = List.of("fp32", "bf16", "int8");
    private static final List<Integer> STEPS = List.of(1, 15, 20, 50);
    private static final int FULL_RUNS = 3;

    private final List<String> models;
    private final int size;
    private final int runs;
    private final int mostSteps;

    Profile(List<String> models, int size, int runs, int mostSteps) {
        this.models = models;
        this.size = size;
        this.runs = runs;
        this.mostSteps = mostSteps;
    }

    /** Returns its rows; those that an engine has no precision for say so. */
    List<StageRow> rows(int threads) {
        List<StageRow> rows = new ArrayList<>();
        for (String model : models) {
            boolean isFull = model.equals(BenchModels.FULL);
            int count = isFull ? FULL_RUNS : runs;
            for (String backend : BACKENDS) {
                for (String precision : PRECISIONS) {
                    rows.add(new StageRow(model, backend, precision, size, threads, isFull ? 1 : 2, count));
                }
            }
            List<Integer> steps = STEPS.stream()
                    .filter(number -> number <= (isFull ? 1 : mostSteps))
                    .toList();
            rows.add(new StageRow(model, "ort", "fp32", size, threads, 1, 1, isFull ? List.of(1, 15) : steps));
        }
        return rows;
    }
}
