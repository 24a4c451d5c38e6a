package dev.osediff.bench.stages;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.Backends;
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
import dev.osediff.network.cost.NetworkCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures one row in this process, or says why it cannot be measured. */
final class RowRun {
    private static final double GIGA = 1e9;

    private RowRun() {}

    /** Returns the row's measures. */
    static List<Measure> measure(RowSpec spec) {
        Backend backend = Backends.byName(spec.backend());
        Availability availability = backend.availability();
        if (!availability.available()) {
            return spec.absent(availability.detail());
        }
        Precision precision = Precision.valueOf(spec.precision().toUpperCase(Locale.ROOT));
        if (!backend.precisions(Device.CPU).contains(precision)) {
            return spec.absent(backend.name() + " has no " + spec.precision() + " here");
        }
        try (BenchModel model = BenchModels.open(spec.model())) {
            long needed = neededBytes(model, backend, precision, spec.size());
            long free = ProcessMemory.availableBytes();
            if (free > 0 && needed > free) {
                return spec.absent(String.format(
                        Locale.ROOT, "needs about %.1f GB, %.1f GB are free", needed / GIGA, free / GIGA));
            }
            return run(spec, model, new Engine(backend, new CompileSpec(Device.CPU, precision, spec.threads())));
        }
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

    private static List<Measure> run(RowSpec spec, BenchModel model, Engine engine) {
        long start = System.nanoTime();
        try (CompiledNetwork encoder = model.encoder().compile(engine);
                CompiledNetwork denoiser = model.denoiser().compile(engine);
                CompiledNetwork decoder = model.decoder().compile(engine)) {
            double prepared = (System.nanoTime() - start) / GIGA;
            Passes passes = new Passes(spec, model, encoder, denoiser, decoder);
            List<Measure> measures = new ArrayList<>(spec.steps().isEmpty() ? passes.stages() : passes.steps());
            measures.add(new Measure(
                    spec.group(),
                    spec.subject(),
                    Passes.PREPARE,
                    List.of(prepared),
                    0,
                    "",
                    ProcessMemory.peakBytes(),
                    ""));
            return measures;
        }
    }
}
