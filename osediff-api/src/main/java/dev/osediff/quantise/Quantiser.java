package dev.osediff.quantise;

import dev.osediff.SuperResolver;
import dev.osediff.backend.Backend;
import dev.osediff.backend.Backends;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.OsediffException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;
import dev.osediff.model.QuantisedFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Quantises a model after training: levels from calibration pictures, sensitive layers left in floating point by a measured
 * search (see docs/quantisation.md). Not thread-safe; what it runs is single calls of a resolver.
 */
public final class Quantiser {
    private static final double NANOS = 1e9;

    private final Path model;
    private final Backend engine;
    private final QuantisationTargets targets;
    private final Consumer<String> progress;

    /**
     * Prepares.
     *
     * @param model an imported or trained model's folder, or null for the embedded model
     * @param engine one that computes operation by operation ("java", "djl"); calibration runs on it
     * @param targets when the result is good enough
     * @param progress hears of each step, in a line
     */
    public Quantiser(Path model, Backend engine, QuantisationTargets targets, Consumer<String> progress) {
        this.model = model;
        this.engine = Objects.requireNonNull(engine, "engine");
        this.targets = Objects.requireNonNull(targets, "targets");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * Quantises and writes.
     *
     * @param pictures good pictures like those that will be enlarged; they are degraded mildly to be enlarged here
     * @param folder new or empty
     * @throws dev.osediff.error.ModelException if the model cannot be read
     * @throws dev.osediff.error.OutputException if the folder is not free or cannot be written to
     * @throws InvalidOptionException if no picture can be used
     * @throws dev.osediff.error.BackendException if the engine fails
     */
    public QuantisationReport run(List<Path> pictures, Path folder) {
        QuantisedFolder.requireModel(model);
        QuantisedFolder.requireFree(folder);
        if (model != null && QuantisedFolder.isQuantised(model)) {
            progress.accept(model + " has 8-bit levels already: they are not used, and stay as they are");
        }
        VisitingBackend visiting = new VisitingBackend(engine);
        try (SuperResolver resolver = open(visiting, Precision.FP32)) {
            Map<String, String> skipped = new TreeMap<>();
            List<CalibrationPicture> usable = read(pictures, scale(resolver), skipped);
            PictureRuns runs = new PictureRuns(resolver, usable);
            LayerSearch.Found found = new LayerSearch(visiting, runs, targets, progress).search();
            QuantisedFolder.write(model, resolver.modelSha256(), found.tables(), folder);
            return new QuantisationReport(
                    resolver.modelName(),
                    usable.stream().map(CalibrationPicture::name).toList(),
                    skipped,
                    found.layers(),
                    found.floatPsnr(),
                    found.quantisedPsnr(),
                    found.agreement(),
                    engines(folder, usable, found.floatResults()));
        }
    }

    private SuperResolver open(Backend backend, Precision precision) {
        SuperResolver.Builder builder =
                SuperResolver.builder().engine(backend).precision(precision).withoutCache();
        return (model == null ? builder : builder.model(model)).build();
    }

    private static int scale(SuperResolver resolver) {
        return (int) Math.max(2, Math.round(resolver.modelScale()));
    }

    private List<CalibrationPicture> read(List<Path> pictures, int scale, Map<String, String> skipped) {
        List<CalibrationPicture> usable = new ArrayList<>();
        for (Path picture : pictures) {
            try {
                usable.add(CalibrationPicture.read(picture, scale));
            } catch (OsediffException e) {
                skipped.put(picture.getFileName().toString(), e.problem().found());
                progress.accept("skipped " + picture + ": " + e.problem().found());
            }
        }
        if (usable.isEmpty()) {
            throw new InvalidOptionException(new Problem(
                    "calibration pictures",
                    skipped.isEmpty() ? "none" : "none that can be used: " + skipped,
                    "at least one picture of 64 x 64 pixels or more",
                    "Give photographs like those that will be enlarged, 8 to 32 of them."));
        }
        return usable;
    }

    /** Runs the written model on each engine that has 8 bits. */
    private List<String> engines(Path folder, List<CalibrationPicture> pictures, List<FloatImage> exact) {
        List<String> lines = new ArrayList<>();
        for (Backend backend : Backends.all()) {
            if (backend.precisions(Device.CPU).contains(Precision.INT8)) {
                progress.accept("running the quantised model on " + backend.name());
                lines.add(engine(backend, folder, pictures, exact));
            }
        }
        if (lines.isEmpty()) {
            lines.add("no engine on the class path computes in 8 bits: add osediff-ort");
        }
        return lines;
    }

    private String engine(Backend backend, Path folder, List<CalibrationPicture> pictures, List<FloatImage> exact) {
        try (SuperResolver quantised = SuperResolver.builder()
                        .model(folder)
                        .engine(backend)
                        .precision(Precision.INT8)
                        .withoutCache()
                        .build();
                SuperResolver floating = open(backend, Precision.FP32)) {
            PictureRuns runs = new PictureRuns(quantised, pictures);
            runs.first(1).enlarge();
            long start = System.nanoTime();
            List<FloatImage> results = runs.enlarge();
            double seconds = (System.nanoTime() - start) / NANOS / pictures.size();
            PictureRuns others = new PictureRuns(floating, pictures);
            others.first(1).enlarge();
            start = System.nanoTime();
            others.enlarge();
            double floatSeconds = (System.nanoTime() - start) / NANOS / pictures.size();
            return String.format(
                    Locale.ROOT,
                    "%s: 8 bits %.3f s a picture, float32 %.3f s; PSNR-Y to the originals %.3f dB, PSNR to float32 %.2f dB",
                    backend.name(),
                    seconds,
                    floatSeconds,
                    runs.psnrToTruth(results),
                    PictureRuns.agreement(results, exact));
        } catch (OsediffException e) {
            return backend.name() + " could not run it: " + e.problem().found();
        }
    }
}
