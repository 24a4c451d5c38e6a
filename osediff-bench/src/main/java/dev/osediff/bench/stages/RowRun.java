package dev.osediff.bench.stages;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.Backends;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import dev.osediff.bench.machine.ProcessMemory;
import dev.osediff.bench.model.BenchModel;
import dev.osediff.bench.model.BenchModels;
import dev.osediff.bench.model.BenchPart;
import dev.osediff.bench.result.Measure;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.NetworkCost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures one row in this process: pictures go through all three stages, each of which is timed in every pass. */
final class RowRun {
    static final String PREPARE = "prepare";
    static final String WHOLE = "whole";
    private static final double GIGA = 1e9;

    private final RowSpec spec;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    private RowRun(RowSpec spec) {
        this.spec = spec;
    }

    /** Returns one measure per stage, one of the whole, one of the preparation; or one that says why there are none. */
    static List<Measure> measure(RowSpec spec) {
        Backend backend = Backends.byName(spec.backend());
        Availability availability = backend.availability();
        if (!availability.available()) {
            return absent(spec, availability.detail());
        }
        Precision precision = Precision.valueOf(spec.precision().toUpperCase(Locale.ROOT));
        if (!backend.precisions(Device.CPU).contains(precision)) {
            return absent(spec, backend.name() + " has no " + spec.precision() + " here");
        }
        try (BenchModel model = BenchModels.open(spec.model())) {
            long needed = neededBytes(model, backend, precision, spec.size());
            long free = ProcessMemory.availableBytes();
            if (free > 0 && needed > free) {
                return absent(
                        spec,
                        String.format(
                                Locale.ROOT, "needs about %.1f GB, %.1f GB are free", needed / GIGA, free / GIGA));
            }
            Engine engine = new Engine(backend, new CompileSpec(Device.CPU, precision, spec.threads()));
            return new RowRun(spec).run(model, engine);
        }
    }

    static List<Measure> absent(RowSpec spec, String why) {
        return List.of(Measure.absent(RowSpec.GROUP, spec.subject(), WHOLE, why));
    }

    /** Estimates the memory of a row: all weights, and the activations of the stage that has the most. */
    private static long neededBytes(BenchModel model, Backend backend, Precision precision, int size) {
        double weightBytes = 0;
        long activations = 0;
        int bytes =
                switch (precision) {
                    case FP32 -> Float.BYTES;
                    case BF16, FP16 -> Short.BYTES;
                    case INT8 -> Byte.BYTES;
                };
        for (BenchPart part : model.parts()) {
            weightBytes += (double) bytes * part.parameters();
            NetworkCost cost = part.cost(model.inputShapes(part, size));
            activations = Math.max(activations, cost.peakActivationBytes());
        }
        return (long) (weightBytes + backend.activationFactor() * activations);
    }

    private List<Measure> run(BenchModel model, Engine engine) {
        long start = System.nanoTime();
        try (CompiledNetwork encoder = model.encoder().compile(engine);
                CompiledNetwork denoiser = model.denoiser().compile(engine);
                CompiledNetwork decoder = model.decoder().compile(engine)) {
            record(PREPARE, start);
            Tensor picture = model.picture(spec.size());
            for (int i = 0; i < spec.warmup() + spec.runs(); i++) {
                if (i == spec.warmup()) {
                    seconds.keySet().removeIf(name -> !name.equals(PREPARE));
                }
                pass(model, encoder, denoiser, decoder, picture);
            }
        }
        long peak = ProcessMemory.peakBytes();
        List<Measure> measures = new ArrayList<>();
        double all = 0;
        for (BenchPart part : model.parts()) {
            double work = part.cost(model.inputShapes(part, spec.size())).multiplyAdds() / GIGA;
            measures.add(measure(part.name(), work, peak));
            all += work;
        }
        measures.add(measure(WHOLE, all, peak));
        measures.add(measure(PREPARE, 0, peak));
        return measures;
    }

    private void pass(
            BenchModel model,
            CompiledNetwork encoder,
            CompiledNetwork denoiser,
            CompiledNetwork decoder,
            Tensor picture) {
        long start = System.nanoTime();
        Tensor encoded = encoder.run(List.of(picture), Cancellation.NONE);
        long afterEncode = record(model.encoder().name(), start);
        Tensor latent = model.toLatent(encoded);
        Tensor prediction = denoiser.run(model.denoiserInputs(latent), Cancellation.NONE);
        long afterDenoise = record(model.denoiser().name(), afterEncode);
        Tensor restored = decoder.run(List.of(model.step(latent, prediction)), Cancellation.NONE);
        record(model.decoder().name(), afterDenoise);
        record(WHOLE, start);
        int[] shape = restored.shape();
        if (shape[2] != spec.size() || shape[3] != spec.size()) {
            throw new IllegalStateException("decoded to " + restored);
        }
    }

    private long record(String name, long start) {
        long now = System.nanoTime();
        seconds.computeIfAbsent(name, key -> new ArrayList<>()).add((now - start) / GIGA);
        return now;
    }

    private Measure measure(String item, double work, long peak) {
        return new Measure(
                RowSpec.GROUP, spec.subject(), item, seconds.get(item), work, work > 0 ? Measure.GMAC : "", peak, "");
    }
}
