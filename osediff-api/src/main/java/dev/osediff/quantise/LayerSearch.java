package dev.osediff.quantise;

import dev.osediff.error.BackendException;
import dev.osediff.image.FloatImage;
import dev.osediff.network.quantised.LayerErrors;
import dev.osediff.network.quantised.LayerQuantisation;
import dev.osediff.network.quantised.LayerRecorder;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.network.quantised.QuantisedLayers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the layers that can compute in 8 bits: records levels, measures each layer's own error and, where there is time for it,
 * what each layer by itself does to the pictures; then quantises all but the outer layers, and takes the most harmful ones out
 * until the pictures are good enough.
 */
final class LayerSearch {
    /** Pictures that single layers are measured on. */
    private static final int SINGLE_PICTURES = 2;

    /** Share of the layers that is taken out at a time. */
    private static final int STEPS = 20;

    private final VisitingBackend backend;
    private final PictureRuns runs;
    private final QuantisationTargets targets;
    private final Consumer<String> progress;

    private final Map<LayerTables.Key, Double> signalToNoise = new HashMap<>();
    private final Map<LayerTables.Key, Double> harm = new HashMap<>();
    private final Map<LayerTables.Key, String> floating = new LinkedHashMap<>();

    /** What was found. */
    record Found(
            Map<String, QuantisationTable> tables,
            List<LayerReport> layers,
            double floatPsnr,
            double quantisedPsnr,
            double agreement,
            List<FloatImage> floatResults) {}

    LayerSearch(VisitingBackend backend, PictureRuns runs, QuantisationTargets targets, Consumer<String> progress) {
        this.backend = backend;
        this.runs = runs;
        this.targets = targets;
        this.progress = progress;
    }

    Found search() {
        progress.accept("recording what flows, " + runs.pictures().size() + " pictures");
        Map<String, LayerRecorder> recorders = new LinkedHashMap<>();
        backend.networks().forEach(network -> recorders.put(network, new LayerRecorder()));
        backend.visit(recorders);
        List<FloatImage> exact = runs.enlarge();
        double floatPsnr = runs.psnrToTruth(exact);
        Map<String, Map<String, LayerQuantisation>> levels = new LinkedHashMap<>();
        recorders.forEach((network, recorder) -> levels.put(network, recorder.levels(targets.levels())));
        if (levels.values().stream().allMatch(Map::isEmpty)) {
            throw new BackendException(VisitingBackend.noValues(backend.name()));
        }
        LayerTables tables = new LayerTables(levels, backend.layers());
        targets.requireKnown(tables.keys().stream().map(LayerTables.Key::layer).toList());
        measureLayers(tables);
        List<LayerTables.Key> candidates = candidates(tables);
        if (targets.measuresPictures()) {
            measureHarm(tables, candidates, exact);
        }
        candidates.sort(Comparator.comparingDouble(this::badness).reversed());
        int step = Math.max(1, candidates.size() / STEPS);
        while (true) {
            List<FloatImage> results = quantised(runs, tables.only(candidates));
            double psnr = runs.psnrToTruth(results);
            double agreement = PictureRuns.agreement(results, exact);
            progress.accept(String.format(
                    Locale.ROOT,
                    "%d layers in 8 bits: loss %.3f dB, %.2f dB to float32",
                    candidates.size(),
                    floatPsnr - psnr,
                    agreement));
            if (candidates.isEmpty() || targets.areMet(floatPsnr - psnr, agreement)) {
                return new Found(tables.only(candidates), reports(tables), floatPsnr, psnr, agreement, exact);
            }
            for (int i = 0; i < step && !candidates.isEmpty(); i++) {
                floating.put(candidates.remove(0), "among the most harmful");
            }
        }
    }

    private List<LayerTables.Key> candidates(LayerTables tables) {
        List<LayerTables.Key> candidates = new ArrayList<>();
        for (LayerTables.Key key : tables.keys()) {
            if (tables.isOuter(key)) {
                floating.put(key, "first or last of its network");
            } else if (targets.keepsFloat(key.layer())) {
                floating.put(key, "asked for");
            } else {
                candidates.add(key);
            }
        }
        return candidates;
    }

    private List<FloatImage> quantised(PictureRuns which, Map<String, QuantisationTable> tables) {
        Map<String, QuantisedLayers> visitors = new LinkedHashMap<>();
        tables.forEach((network, table) -> visitors.put(network, new QuantisedLayers(table)));
        backend.visit(visitors);
        return which.enlarge();
    }

    private void measureLayers(LayerTables tables) {
        progress.accept("measuring each layer's own error");
        Map<String, LayerErrors> visitors = new LinkedHashMap<>();
        tables.all().forEach((network, table) -> visitors.put(network, new LayerErrors(table)));
        backend.visit(visitors);
        runs.first(SINGLE_PICTURES).enlarge();
        visitors.forEach((network, errors) -> errors.decibels()
                .forEach((layer, decibels) -> signalToNoise.put(new LayerTables.Key(network, layer), decibels)));
    }

    private void measureHarm(LayerTables tables, List<LayerTables.Key> candidates, List<FloatImage> exact) {
        PictureRuns few = runs.first(SINGLE_PICTURES);
        List<FloatImage> expected = exact.subList(0, few.pictures().size());
        for (int i = 0; i < candidates.size(); i++) {
            LayerTables.Key key = candidates.get(i);
            progress.accept("layer " + (i + 1) + " of " + candidates.size() + ": " + key.layer());
            harm.put(key, PictureRuns.squaredDifference(quantised(few, tables.only(List.of(key))), expected));
        }
    }

    /** Harm to the pictures where it was measured, else the layer's own noise. */
    private double badness(LayerTables.Key key) {
        return harm.containsKey(key) ? harm.get(key) : -signalToNoise.get(key);
    }

    private List<LayerReport> reports(LayerTables tables) {
        return tables.keys().stream()
                .map(key -> new LayerReport(
                        key.network(),
                        key.layer(),
                        signalToNoise.getOrDefault(key, Double.NaN),
                        harm.getOrDefault(key, Double.NaN),
                        !floating.containsKey(key),
                        floating.getOrDefault(key, "")))
                .toList();
    }
}
