package dev.osediff.examples.cli;

import dev.osediff.RamPictureTagger;
import dev.osediff.SuperResolver;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.image.ImageLimits;
import dev.osediff.pipeline.Stage;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which model runs on which engine. Mixed into the commands that enlarge. */
final class EngineOptions {
    /** Stands for the model in the library's own jar. */
    static final String EMBEDDED = "embedded";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "FOLDER",
            description = "Model folder; a file: a GAN's .pth, an exported .onnx; or 'embedded' (default) for the model"
                    + " that comes with the library.")
    private String model;

    @Option(
            names = "--trust-model",
            description = "Vouch for a model file that is a program, TorchScript: it can do what this process can.")
    private boolean trusted;

    @Option(
            names = "--osediff",
            paramLabel = "FILE",
            description = "osediff.pkl, where --model is a published Stable Diffusion 2.1-base folder.")
    private Path osediff;

    @Option(
            names = {"-b", "--backend"},
            paramLabel = "NAME",
            description =
                    "Engine: java, djl, ...; 'doctor' lists them. Default: auto, the quickest one that runs here.")
    private String backend;

    @Option(
            names = "--stage-backend",
            paramLabel = "STAGE=NAME",
            description = "Engine of one stage: encode, denoise or decode. May be repeated.")
    private Map<String, String> stageBackends = Map.of();

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Where engines keep compiled networks. Default: beside the model's folder, its name with"
                    + " .compiled at the end.")
    private Path cache;

    @Option(names = "--no-cache", description = "Keep no compiled networks on disk.")
    private boolean noCache;

    @Option(
            names = "--no-retry",
            description = "Fail where a stage's output is no number, instead of repeating it in fp32.")
    private boolean noRetry;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            converter = DeviceName.class,
            description = "cpu (default), cuda or cuda:N.")
    private Device device;

    @Option(names = "--threads", paramLabel = "N", description = "Worker threads. Default: one per processor.")
    private Integer threads;

    @Option(names = "--precision", description = "Arithmetic of large products: ${COMPLETION-CANDIDATES}.")
    private Precision precision;

    /** Returns what --model said, or null. */
    String model() {
        return model;
    }

    /** Returns what --osediff said, or null. */
    Path osediff() {
        return osediff;
    }

    /** Takes what other options say as --model and --osediff, where it is not null. */
    void choose(String folder, Path checkpoint) {
        model = folder == null ? model : folder;
        osediff = checkpoint == null ? osediff : checkpoint;
    }

    /** Returns what --precision said, or null. */
    Precision precision() {
        return precision;
    }

    /** Returns the opener of picture taggers on the same engine. */
    TaggerOpener taggers() {
        return folder -> {
            RamPictureTagger.Builder builder = RamPictureTagger.builder(folder);
            if (backend != null) {
                builder.backend(backend);
            }
            if (device != null) {
                builder.device(device);
            }
            if (threads != null) {
                builder.threads(threads);
            }
            if (noCache) {
                builder.withoutCache();
            }
            return TaggerOpener.opened(builder.build());
        };
    }

    /** Loads the model on the engine; the caller closes it. */
    SuperResolver open(ImageLimits limits) {
        return open(limits, null);
    }

    /** Loads the model on the engine within a memory budget, or null for none; the caller closes it. */
    SuperResolver open(ImageLimits limits, Long memoryBudgetBytes) {
        SuperResolver.Builder builder = SuperResolver.builder().limits(limits);
        if (memoryBudgetBytes != null) {
            builder.memoryBudgetBytes(memoryBudgetBytes);
        }
        if (osediff != null && (model == null || model.equals(EMBEDDED))) {
            throw new ParameterException(
                    command.commandLine(), "--osediff " + osediff + " needs --model with the base model's folder");
        }
        if (osediff != null) {
            builder.model(Path.of(model), osediff);
        } else if (model != null && !model.equals(EMBEDDED)) {
            Path path = Path.of(model);
            if (trusted) {
                builder.trustedModel(path);
            } else {
                builder.model(path);
            }
        }
        if (backend != null) {
            builder.backend(backend);
        }
        stageBackends.forEach((stage, name) -> builder.backend(stage(stage), name));
        if (noCache && cache != null) {
            throw new ParameterException(
                    command.commandLine(), "--cache " + cache + " and --no-cache exclude each other");
        }
        if (cache != null) {
            builder.cacheFolder(cache);
        }
        if (noCache) {
            builder.withoutCache();
        }
        builder.retryInFloat32(!noRetry);
        if (device != null) {
            builder.device(device);
        }
        if (threads != null) {
            builder.threads(threads);
        }
        if (precision != null) {
            builder.precision(precision);
        }
        return builder.build();
    }

    private Stage stage(String name) {
        for (Stage stage : Stage.values()) {
            if (stage.name().equalsIgnoreCase(name)) {
                return stage;
            }
        }
        throw new ParameterException(
                command.commandLine(), "--stage-backend " + name + ": a stage is encode, denoise or decode");
    }
}
