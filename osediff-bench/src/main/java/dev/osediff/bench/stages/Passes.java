package dev.osediff.bench.stages;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.bench.machine.ProcessMemory;
import dev.osediff.bench.model.BenchModel;
import dev.osediff.bench.model.BenchPart;
import dev.osediff.bench.result.Measure;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends pictures through all networks of a model and notes how long each took. Serves one thread. */
final class Passes {
    /** The item of all stages together. */
    static final String WHOLE = "whole";

    /** The item of reading and compiling the networks. */
    static final String PREPARE = "prepare";

    private static final double GIGA = 1e9;

    private final StageRow row;
    private final BenchModel model;
    private final Map<BenchPart, CompiledNetwork> networks;
    private final Map<BenchPart, Double> work = new IdentityHashMap<>();
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    Passes(StageRow row, BenchModel model, Map<BenchPart, CompiledNetwork> networks) {
        this.row = row;
        this.model = model;
        this.networks = networks;
        // Counted before anything is timed.
        networks.keySet().forEach(part -> work.put(part, model.gigaMacs(part, row.size())));
    }

    /** Measures each stage and the whole. */
    List<Measure> stages() {
        repeat(1);
        double all = 0;
        List<Measure> measures = new ArrayList<>();
        for (BenchPart part : model.parts()) {
            measures.add(measure(part.name(), part.name(), work.get(part)));
            all += work.get(part);
        }
        measures.add(measure(WHOLE, WHOLE, all));
        return measures;
    }

    /** Measures the whole for each number of runs of the network that has steps. */
    List<Measure> steps() {
        List<Measure> measures = new ArrayList<>();
        for (int steps : row.steps()) {
            double done = repeat(steps);
            measures.add(measure(WHOLE, steps + (steps == 1 ? " step" : " steps"), done));
        }
        return measures;
    }

    /** Measures a network that no picture passes. */
    Measure alone(BenchPart part) {
        List<Tensor> inputs = model.inputs(part, row.size());
        for (int i = 0; i < row.warmup() + row.runs(); i++) {
            if (i == row.warmup()) {
                seconds.remove(part.name());
            }
            timed(part, inputs);
        }
        return measure(part.name(), part.name(), work.get(part));
    }

    /** Returns the multiply-adds of one pass, in units of 10⁹. */
    private double repeat(int steps) {
        double[] done = new double[1];
        for (int i = 0; i < row.warmup() + row.runs(); i++) {
            if (i == row.warmup()) {
                seconds.clear();
            }
            done[0] = 0;
            long start = System.nanoTime();
            Tensor restored = model.pass(row.size(), steps, (part, inputs) -> {
                done[0] += work.get(part);
                return timed(part, inputs);
            });
            note(WHOLE, start);
            if (!Arrays.equals(restored.shape(), model.resultShape(row.size()))) {
                throw new IllegalStateException("made " + restored);
            }
        }
        return done[0];
    }

    private Tensor timed(BenchPart part, List<Tensor> inputs) {
        long start = System.nanoTime();
        Tensor output = networks.get(part).run(inputs, Cancellation.NONE);
        note(part.name(), start);
        return output;
    }

    private void note(String name, long start) {
        seconds.computeIfAbsent(name, key -> new ArrayList<>()).add((System.nanoTime() - start) / GIGA);
    }

    private Measure measure(String name, String item, double gigaMacs) {
        return new Measure(
                row.group(),
                row.subject(),
                item,
                seconds.get(name),
                gigaMacs,
                Measure.GMAC,
                ProcessMemory.peakBytes(),
                "");
    }
}
