package dev.osediff;

import dev.osediff.backend.Backend;
import dev.osediff.backend.Backends;
import dev.osediff.backend.CompileCache;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.EngineChoice;
import dev.osediff.backend.ModelFileOpener;
import dev.osediff.backend.Precision;
import dev.osediff.backend.Workload;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.model.Model;
import dev.osediff.pipeline.Engines;
import dev.osediff.pipeline.Stage;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a builder was told about engines, and the choice that comes of it. Not thread-safe. */
final class RequestedEngines {
    static final String AUTO = "auto";

    private final Map<Stage, String> byStage = new EnumMap<>(Stage.class);
    private String backend = AUTO;
    private Backend given;
    private Device device = Device.CPU;
    private Precision precision;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Path cacheFolder;
    private boolean isCaching = true;
    private boolean retriesInFloat32 = true;

    /**
     * The engines of a resolver.
     *
     * @param engines one per stage
     * @param reason why they were taken, for provenance
     */
    record Chosen(Engines engines, String reason) {
        Engine standard() {
            return engines.standard();
        }

        /** Returns the names of the engines: one, or each stage's. */
        String names() {
            StringBuilder names = new StringBuilder(standard().backend().name());
            engines.byStage().forEach((stage, engine) -> names.append(", ")
                    .append(stage.name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(engine.backend().name()));
            return names.toString();
        }
    }

    void backend(String name) {
        backend = name;
        given = null;
    }

    void given(Backend engine) {
        given = engine;
    }

    void backend(Stage stage, String name) {
        byStage.put(stage, name);
    }

    void device(Device value) {
        device = value;
    }

    void precision(Precision value) {
        precision = value;
    }

    void threads(int value) {
        threads = value;
    }

    void cacheFolder(Path folder) {
        cacheFolder = folder;
        isCaching = folder != null;
    }

    void retriesInFloat32(boolean value) {
        retriesInFloat32 = value;
    }

    /**
     * Chooses.
     *
     * @param modelFolder beside which compiled networks are kept; null for nowhere
     * @throws dev.osediff.error.InvalidOptionException if there is no engine of a name
     * @throws dev.osediff.error.BackendException if an engine is to be chosen and none can run here
     */
    Chosen choose(Model model, Path modelFolder) {
        Precision chosen = precision(model);
        CompileSpec spec = cached(new CompileSpec(device, chosen, threads), model, modelFolder);
        EngineChoice choice =
                given == null ? choose(backend, model, chosen) : new EngineChoice(given, "given by the caller");
        Map<Stage, Engine> stages = new EnumMap<>(Stage.class);
        byStage.forEach((stage, name) ->
                stages.put(stage, new Engine(choose(name, model, chosen).backend(), spec)));
        Engines engines = new Engines(new Engine(choice.backend(), spec), stages, retriesInFloat32);
        return new Chosen(engines, choice.reason());
    }

    private EngineChoice choose(String name, Model model, Precision chosen) {
        return name.equals(AUTO)
                ? EngineChoice.automatic(new Workload(device, chosen, ModelWork.gigaMacs(model)))
                : EngineChoice.named(name);
    }

    /** A model that was quantised is meant for 8 bits, where an engine has them; all others compute in float32. */
    private Precision precision(Model model) {
        boolean quantised = !model.quantisation().isEmpty();
        if (precision == Precision.INT8 && !quantised) {
            throw new InvalidOptionException(new Problem(
                    "precision INT8",
                    "model " + model.name() + ", which has no levels for its layers",
                    "a quantised model",
                    "Make one: osediff quantize MODEL --calibration FOLDER -o DIR, then give DIR as the model."));
        }
        if (precision != null) {
            return precision;
        }
        return quantised && hasInt8() ? Precision.INT8 : Precision.FP32;
    }

    private boolean hasInt8() {
        if (given != null) {
            return given.precisions(device).contains(Precision.INT8);
        }
        return Backends.all().stream()
                .filter(engine -> backend.equals(AUTO) || engine.name().equals(backend))
                .anyMatch(engine -> engine.precisions(device).contains(Precision.INT8)
                        && engine.availability().available());
    }

    /**
     * Returns the engine of a model file, which is the opener's own.
     *
     * @throws InvalidOptionException if another one is asked for
     */
    Chosen of(ModelFileOpener opener) {
        if (given != null || !byStage.isEmpty() || precision == Precision.INT8) {
            throw new InvalidOptionException(new Problem(
                    "an engine or 8 bits for a model file",
                    opener.formats() + ", which its own engine runs as it is",
                    "backend " + opener.backend() + " for all of it",
                    "Leave these options out."));
        }
        CompileSpec spec = new CompileSpec(device, precision == null ? Precision.FP32 : precision, threads);
        Engine engine = new Engine(Backends.byName(opener.backend()), spec);
        return new Chosen(new Engines(engine, Map.of(), retriesInFloat32), "the model file is of its format");
    }

    /** Returns the name that was asked for. */
    String name() {
        return backend;
    }

    private CompileSpec cached(CompileSpec spec, Model model, Path modelFolder) {
        return placeFor(modelFolder)
                .map(folder -> spec.withCache(new CompileCache(folder, model.identity())))
                .orElse(spec);
    }

    /** Returns where things made of a model are kept; empty for nowhere. */
    Optional<Path> placeFor(Path modelFolder) {
        if (cacheFolder != null || modelFolder == null || !isCaching) {
            return Optional.ofNullable(cacheFolder);
        }
        Path whole = modelFolder.toAbsolutePath().normalize();
        return Optional.of(whole.resolveSibling(whole.getFileName() + ".compiled"));
    }
}
