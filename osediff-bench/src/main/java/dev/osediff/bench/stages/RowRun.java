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
import dev.osediff.error.OsediffException;
import dev.osediff.network.cost.NetworkCost;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Measures one row in this process, or says why it cannot be measured. */
final class RowRun {
    private static final double GIGA = 1e9;

    private final StageRow row;
    private final BenchModel model;
    private final Engine engine;

    private RowRun(StageRow row, BenchModel model, Engine engine) {
        this.row = row;
        this.model = model;
        this.engine = engine;
    }

    /** Returns the row's measures. */
    static List<Measure> measure(StageRow row) {
        Backend backend = Backends.byName(row.backend());
        Availability availability = backend.availability();
        if (!availability.available()) {
            return row.absent(availability.detail());
        }
        Precision precision = Precision.valueOf(row.precision().toUpperCase(Locale.ROOT));
        if (!backend.precisions(row.place()).contains(precision)) {
            return row.absent(backend.name() + " has no " + row.precision() + " here"
                    + (row.place().equals(Device.CPU) ? "" : " on " + row.place()));
        }
        try (BenchModel model = BenchModels.open(row.model())) {
            if (!row.steps().isEmpty() && !model.hasSteps()) {
                return row.absent(row.model() + " is one network without steps");
            }
            CompileSpec spec = new CompileSpec(row.place(), precision, row.threads());
            return new RowRun(row, model, new Engine(backend, spec)).measure();
        }
    }

    private List<Measure> measure() {
        Optional<String> lack = lackOfMemory(model.parts());
        if (lack.isPresent()) {
            return row.absent(lack.get());
        }
        List<Measure> measures = new ArrayList<>(pictures());
        if (row.steps().isEmpty()) {
            model.extras().forEach(part -> measures.add(extra(part)));
        }
        return measures;
    }

    /**
     * Tells what lacks for these networks together: all weights, and the activations of the stage that has the most. Of a device's
     * own memory nothing is known beforehand.
     */
    private Optional<String> lackOfMemory(List<BenchPart> parts) {
        if (!row.place().equals(Device.CPU)) {
            return Optional.empty();
        }
        double weightBytes = 0;
        long activations = 0;
        int bytes =
                switch (engine.spec().precision()) {
                    case FP32 -> Float.BYTES;
                    case BF16, FP16 -> Short.BYTES;
                    case INT8 -> Byte.BYTES;
                };
        for (BenchPart part : parts) {
            weightBytes += (double) bytes * part.parameters();
            NetworkCost cost = part.cost(model.inputShapes(part, row.size()));
            activations = Math.max(activations, cost.peakActivationBytes());
        }
        return ProcessMemory.lack((long) (weightBytes + engine.backend().activationFactor() * activations));
    }

    /** All parts are kept while pictures pass them. */
    private List<Measure> pictures() {
        long start = System.nanoTime();
        Map<BenchPart, CompiledNetwork> networks = new IdentityHashMap<>();
        try {
            for (BenchPart part : model.parts()) {
                networks.put(part, part.compile(engine));
            }
            double prepared = (System.nanoTime() - start) / GIGA;
            Passes passes = new Passes(row, model, networks);
            List<Measure> measures = new ArrayList<>(row.steps().isEmpty() ? passes.stages() : passes.steps());
            measures.add(new Measure(
                    row.group(),
                    row.subject(),
                    Passes.PREPARE,
                    List.of(prepared),
                    0,
                    "",
                    ProcessMemory.peakBytes(),
                    ""));
            return measures;
        } finally {
            networks.values().forEach(CompiledNetwork::close);
        }
    }

    /** After the parts are closed: the row's peak of memory is theirs. */
    private Measure extra(BenchPart part) {
        Optional<String> lack = lackOfMemory(List.of(part));
        if (lack.isPresent()) {
            return Measure.absent(row.group(), row.subject(), part.name(), lack.get());
        }
        try (CompiledNetwork network = part.compile(engine)) {
            Map<BenchPart, CompiledNetwork> networks = new IdentityHashMap<>(Map.of(part, network));
            return new Passes(row, model, networks).alone(part);
        } catch (OsediffException e) {
            return Measure.absent(row.group(), row.subject(), part.name(), e.getMessage());
        }
    }
}
