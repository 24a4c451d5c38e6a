package dev.osediff;

import dev.osediff.backend.CompileCache;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.EngineChoice;
import dev.osediff.backend.Precision;
import dev.osediff.backend.Workload;
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
    private Device device = Device.CPU;
    private Precision precision = Precision.FP32;
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
        CompileSpec spec = cached(new CompileSpec(device, precision, threads), model, modelFolder);
        EngineChoice choice = choose(backend, model);
        Map<Stage, Engine> stages = new EnumMap<>(Stage.class);
        byStage.forEach((stage, name) ->
                stages.put(stage, new Engine(choose(name, model).backend(), spec)));
        Engines engines = new Engines(new Engine(choice.backend(), spec), stages, retriesInFloat32);
        return new Chosen(engines, choice.reason());
    }

    private EngineChoice choose(String name, Model model) {
        return name.equals(AUTO)
                ? EngineChoice.automatic(new Workload(device, precision, ModelWork.gigaMacs(model)))
                : EngineChoice.named(name);
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
