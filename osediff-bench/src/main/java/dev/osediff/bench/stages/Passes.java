package dev.osediff.bench.stages;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.bench.machine.ProcessMemory;
import dev.osediff.bench.model.BenchModel;
import dev.osediff.bench.model.BenchPart;
import dev.osediff.bench.result.Measure;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends pictures through all three networks and notes how long each took. Serves one thread. */
final class Passes {
    /** The item of all stages together. */
    static final String WHOLE = "whole";

    /** The item of reading and compiling the networks. */
    static final String PREPARE = "prepare";

    private static final double GIGA = 1e9;

    private final RowSpec spec;
    private final BenchModel model;
    private final CompiledNetwork encoder;
    private final CompiledNetwork denoiser;
    private final CompiledNetwork decoder;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    Passes(RowSpec spec, BenchModel model, CompiledNetwork encoder, CompiledNetwork denoiser, CompiledNetwork decoder) {
        this.spec = spec;
        this.model = model;
        this.encoder = encoder;
        this.denoiser = denoiser;
        this.decoder = decoder;
    }

    /** Measures each stage and the whole. */
    List<Measure> stages() {
        repeat(1);
        double all = 0;
        List<Measure> measures = new ArrayList<>();
        for (BenchPart part : model.parts()) {
            measures.add(measure(part.name(), part.name(), work(part)));
            all += work(part);
        }
        measures.add(measure(WHOLE, WHOLE, all));
        return measures;
    }

    /** Measures the whole for each number of denoiser runs. */
    List<Measure> steps() {
        List<Measure> measures = new ArrayList<>();
        for (int steps : spec.steps()) {
            seconds.clear();
            repeat(steps);
            double work = work(model.encoder()) + steps * work(model.denoiser()) + work(model.decoder());
            measures.add(measure(WHOLE, steps + (steps == 1 ? " step" : " steps"), work));
        }
        return measures;
    }

    private void repeat(int steps) {
        Tensor picture = model.picture(spec.size());
        for (int i = 0; i < spec.warmup() + spec.runs(); i++) {
            if (i == spec.warmup()) {
                seconds.clear();
            }
            pass(picture, steps);
        }
    }

    /** The denoiser's later runs take the same latent: their time is what counts, not their picture. */
    private void pass(Tensor picture, int steps) {
        long start = System.nanoTime();
        Tensor encoded = encoder.run(List.of(picture), Cancellation.NONE);
        long afterEncode = note(model.encoder().name(), start);
        Tensor latent = model.toLatent(encoded);
        Tensor prediction = denoiser.run(model.denoiserInputs(latent), Cancellation.NONE);
        for (int step = 1; step < steps; step++) {
            prediction = denoiser.run(model.denoiserInputs(latent), Cancellation.NONE);
        }
        long afterDenoise = note(model.denoiser().name(), afterEncode);
        Tensor restored = decoder.run(List.of(model.step(latent, prediction)), Cancellation.NONE);
        note(model.decoder().name(), afterDenoise);
        note(WHOLE, start);
        if (restored.dim(2) != spec.size() || restored.dim(3) != spec.size()) {
            throw new IllegalStateException("decoded to " + restored);
        }
    }

    private long note(String name, long start) {
        long now = System.nanoTime();
        seconds.computeIfAbsent(name, key -> new ArrayList<>()).add((now - start) / GIGA);
        return now;
    }

    private double work(BenchPart part) {
        return part.cost(model.inputShapes(part, spec.size())).multiplyAdds() / GIGA;
    }

    private Measure measure(String name, String item, double work) {
        return new Measure(
                spec.group(),
                spec.subject(),
                item,
                seconds.get(name),
                work,
                Measure.GMAC,
                ProcessMemory.peakBytes(),
                "");
    }
}
