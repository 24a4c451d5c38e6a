package dev.osediff;

import dev.osediff.backend.Backend;
import dev.osediff.backend.Device;
import dev.osediff.backend.ModelFileOpener;
import dev.osediff.backend.Precision;
import dev.osediff.error.CancelledException;
import dev.osediff.error.InvalidImageException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.MemoryBudgetException;
import dev.osediff.error.Problem;
import dev.osediff.image.AlphaBleed;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.ImageLimits;
import dev.osediff.image.LoadedImage;
import dev.osediff.image.OutputFormat;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ReadOptions;
import dev.osediff.image.WriteOptions;
import dev.osediff.model.EmbeddedModel;
import dev.osediff.model.KnownDigests;
import dev.osediff.model.Model;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.RrdbModel;
import dev.osediff.model.SmallModel;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.pipeline.Engines;
import dev.osediff.pipeline.Pipeline;
import dev.osediff.pipeline.PipelineRun;
import dev.osediff.pipeline.RunRequest;
import dev.osediff.pipeline.Size;
import dev.osediff.pipeline.SizePlan;
import dev.osediff.pipeline.Stage;
import dev.osediff.pipeline.WorkingPicture;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Enlarges pictures with one step of a diffusion model. The one entry point of the library:
 *
 * <pre>{@code
 * try (SuperResolver resolver = SuperResolver.create()) {
 *     BufferedImage large = resolver.upscale(small);
 * }
 * }</pre>
 *
 * <p>Thread-safe: any number of threads may share one resolver; results do not depend on how many do. Calls share the Java
 * heap through one ledger and wait for each other where it is short. Every failure is an
 * {@link dev.osediff.error.OsediffException}, except what a {@link ProgressListener} throws, which comes through unchanged.
 */
public final class SuperResolver implements AutoCloseable {
    private static final int MOST_THREADS = 1024;

    private final ResolverModel model;
    private final RequestedEngines.Chosen engines;
    private final ImageLimits limits;
    private final RequestedRuns requests;
    private final Pipeline pipeline;
    private final PromptConditions prompts;

    SuperResolver(
            ResolverModel model, RequestedEngines.Chosen engines, ImageLimits limits, OptionalLong runBudgetBytes) {
        this.model = model;
        this.engines = engines;
        this.limits = limits;
        this.requests = new RequestedRuns(model, runBudgetBytes);
        this.pipeline = Pipeline.create(model.networks(), model.conditioner(), engines.engines(), model.resources());
        this.prompts = new PromptConditions(model.conditioner(), pipeline);
    }

    /**
     * Opens the embedded model on the best engine there is, with a thread per processor.
     *
     * @throws dev.osediff.error.OsediffException as {@link Builder#build()}
     */
    public static SuperResolver create() {
        return builder().build();
    }

    /** Returns a builder that would build what {@link #create()} returns. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Enlarges a picture by the model's scale, ×4 for the embedded one, with the default options.
     *
     * @param image any type; not changed
     * @return a new image, grey, with alpha and with 16 bits per sample as the given one
     * @throws dev.osediff.error.OsediffException as {@link #upscale(BufferedImage, UpscaleOptions)}
     */
    public BufferedImage upscale(BufferedImage image) {
        return upscale(image, UpscaleOptions.defaults()).image();
    }

    /**
     * Enlarges a picture.
     *
     * @param image any type; not changed
     * @throws InvalidImageException if the image is null or cannot be read
     * @throws dev.osediff.error.ImageTooLargeException if it exceeds the resolver's limits, or the output the library's
     * @throws InvalidOptionException if the options are null or do not fit the picture or the model
     * @throws MemoryBudgetException if the budget or the heap is too small; states the smallest that would do
     * @throws CancelledException if cancelled; after an interrupt the thread's flag is still set
     * @throws dev.osediff.error.BackendException if the engine fails or computes what is not a number
     * @throws dev.osediff.error.PromptException if no prompt can be made of the picture and the options say to fail then
     * @throws dev.osediff.error.ClosedException after {@link #close()}
     */
    public UpscaleResult upscale(BufferedImage image, UpscaleOptions options) {
        requireGiven(options, "options");
        pipeline.requireOpen();
        if (image == null) {
            throw new InvalidImageException(new Problem(
                    "picture",
                    "null",
                    "a BufferedImage",
                    "ImageIO.read gives null for unknown formats; pass a Path instead."));
        }
        limits.check("picture", image.getWidth(), image.getHeight());
        Size input = new Size(image.getWidth(), image.getHeight());
        SizePlan sizes = RequestedSizes.plan(input, options, model);
        RunCancellation cancellation = new RunCancellation(options.cancellation(), options.timeout());
        try {
            return run(image, options, sizes, cancellation);
        } catch (CancelledException e) {
            cancellation.keepInterrupt();
            throw e;
        } catch (OutOfMemoryError e) {
            throw exhausted("picture of " + input + " to " + sizes.output(), e);
        }
    }

    /**
     * Plans a picture of 8-bit colour without reading one: chooses tiles, reserves memory, and measures one tile of each
     * stage. Takes as long as these tiles.
     *
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     * @throws dev.osediff.error.OsediffException as {@link #upscale(BufferedImage, UpscaleOptions)}
     */
    public Forecast forecast(int width, int height, UpscaleOptions options) {
        requireGiven(options, "options");
        pipeline.requireOpen();
        limits.check("picture", width, height);
        SizePlan sizes = RequestedSizes.plan(new Size(width, height), options, model);
        RunCancellation cancellation = new RunCancellation(options.cancellation(), options.timeout());
        RunRequest asked = requests.ofColour(options, sizes, cancellation);
        try {
            return forecast(asked, options, sizes, cancellation);
        } catch (CancelledException e) {
            cancellation.keepInterrupt();
            throw e;
        }
    }

    private Forecast forecast(RunRequest asked, UpscaleOptions options, SizePlan sizes, RunCancellation cancellation) {
        pipeline.requireFits(asked);
        PromptConditions.Result conditions = prompts.ofWords(options, cancellation);
        try (PipelineRun run = pipeline.start(asked.withConditions(conditions.inputs()))) {
            return new Forecast(
                    sizes.input().toString(),
                    sizes.working().toString(),
                    sizes.output().toString(),
                    run.forecast(),
                    Stream.concat(conditions.warnings().stream(), model.tiles().warnings(options).stream())
                            .toList());
        }
    }

    private static MemoryBudgetException exhausted(String asked, OutOfMemoryError cause) {
        return new MemoryBudgetException(
                new Problem(
                        asked,
                        "an exhausted heap: " + cause.getMessage(),
                        Runtime.getRuntime().maxMemory() + " bytes of heap",
                        "Raise the heap (-Xmx), set a memory budget for the resolver, or run fewer calls at once."),
                cause);
    }

    private UpscaleResult run(
            BufferedImage image, UpscaleOptions options, SizePlan sizes, RunCancellation cancellation) {
        RunRequest asked = requests.of(image, options, sizes, cancellation);
        pipeline.requireFits(asked);
        PromptConditions.Result conditions = prompts.of(
                () -> new WorkingPicture(
                        AlphaBleed.fill(PictureConverter.fromBufferedImage(image))
                                .color(),
                        sizes,
                        asked.arithmetic()),
                options,
                cancellation);
        try (PipelineRun run = pipeline.start(asked.withConditions(conditions.inputs()))) {
            Picture picture = AlphaBleed.fill(PictureConverter.fromBufferedImage(image));
            PictureConverter.requireWritable(
                    sizes.output().width(), sizes.output().height(), picture);
            BufferedImage result = PictureConverter.toBufferedImage(run.enlarge(picture));
            run.end();
            return new UpscaleResult(
                    result, RunProvenance.of(model, engines, options, sizes, conditions, run.report()));
        }
    }

    /**
     * Enlarges a picture file. The format is told by content, its size is checked before it is decoded, EXIF orientation is
     * applied. The result is written to a temporary name and moved.
     *
     * @param in any format that ImageIO reads
     * @param out its extension decides the format
     * @return the picture as it was before encoding, with warnings of reading and writing in its provenance
     * @throws dev.osediff.error.OutputException if the result cannot be written
     * @throws dev.osediff.error.OsediffException also as {@link #upscale(BufferedImage, UpscaleOptions)}
     */
    public UpscaleResult upscale(Path in, Path out, UpscaleOptions options) {
        requireGiven(in, "input path");
        requireGiven(out, "output path");
        requireGiven(options, "options");
        pipeline.requireOpen();
        OutputFormat.ofExtension(out);
        LoadedImage loaded = ImageFiles.read(in, ReadOptions.DEFAULT.withLimits(limits));
        UpscaleResult result = upscale(loaded.image(), options);
        return withWarnings(result, loaded.warnings(), ImageFiles.write(result.image(), out));
    }

    /**
     * Enlarges a picture from a stream to a stream. Neither is closed.
     *
     * @param format of what is written
     * @throws dev.osediff.error.OsediffException as {@link #upscale(Path, Path, UpscaleOptions)}
     */
    public UpscaleResult upscale(InputStream in, OutputStream out, OutputFormat format, UpscaleOptions options) {
        requireGiven(in, "input stream");
        requireGiven(out, "output stream");
        requireGiven(format, "output format");
        requireGiven(options, "options");
        pipeline.requireOpen();
        LoadedImage loaded = ImageFiles.read(in, ReadOptions.DEFAULT.withLimits(limits));
        UpscaleResult result = upscale(loaded.image(), options);
        List<String> written = ImageFiles.write(result.image(), out, WriteOptions.DEFAULT.withFormat(format));
        return withWarnings(result, loaded.warnings(), written);
    }

    private static UpscaleResult withWarnings(UpscaleResult result, List<String> read, List<String> written) {
        List<String> warnings = new ArrayList<>(read);
        warnings.addAll(written);
        return new UpscaleResult(result.image(), result.provenance().withWarnings(warnings));
    }

    /** Returns the model's name. */
    public String modelName() {
        return model.name();
    }

    /** Returns how many times the model enlarges by itself. */
    public double modelScale() {
        return model.scale();
    }

    /** Returns the SHA-256 of the model's weights in lower-case hexadecimal digits. */
    public String modelSha256() {
        return model.sha256();
    }

    /**
     * Tells whether tiles equal the whole picture in any case, as those of the embedded model do. If so, VAE tiling and tiles
     * of single networks have no effect.
     */
    public boolean tilesAreExact() {
        return model.tiles().areExact();
    }

    /** Returns the engine's name. */
    public String backendName() {
        return engines.standard().backend().name();
    }

    /** Returns why this engine was taken, and for each other one on the class path what spoke against it. */
    public String backendReason() {
        return engines.reason();
    }

    /** Returns where it runs. */
    public Device device() {
        return engines.standard().spec().device();
    }

    /** Returns the arithmetic of the large products. */
    public Precision precision() {
        return engines.standard().spec().precision();
    }

    /** Returns the worker threads of one call. */
    public int threads() {
        return engines.standard().spec().threads();
    }

    /**
     * Frees the model. Lets no new call start and waits for the running ones; they complete, but for those that wait for a prompt
     * extractor: they end with a {@link dev.osediff.error.ClosedException}. A second close does nothing more
     * than wait for the first. From a {@link ProgressListener} it returns at once, and the model is freed when the last
     * running call ends. An interrupt does not shorten the wait and is kept.
     */
    @Override
    public void close() {
        pipeline.close();
    }

    static void requireGiven(Object value, String name) {
        if (value == null) {
            throw new InvalidOptionException(new Problem(name, "null", "a value", "Give one."));
        }
    }

    /** Chooses model and engine. Not thread-safe. */
    public static final class Builder {
        private Path model;
        private Path osediff;
        private final RequestedEngines engines = new RequestedEngines();
        private Long memoryBudgetBytes;
        private boolean trusted;
        private ImageLimits limits = ImageLimits.DEFAULT;

        private Builder() {}

        /**
         * Sets the model: the folder of an imported one or of one that was trained, or a file that an engine on the class path opens,
         * such as an exported super-resolution network in ONNX. Default the embedded model.
         */
        public Builder model(Path folder) {
            requireGiven(folder, "model");
            model = folder;
            osediff = null;
            trusted = false;
            return this;
        }

        /**
         * Sets a model file that the caller vouches for. Some formats, TorchScript among them, are programs: whoever made the file
         * decides what they do, and they are opened only this way.
         */
        public Builder trustedModel(Path file) {
            model(file);
            trusted = true;
            return this;
        }

        /**
         * Sets the published files as they are: a Stable Diffusion 2.1-base folder, and OSEDiff's checkpoint, which is merged
         * into it while weights are read.
         */
        public Builder model(Path base, Path osediffCheckpoint) {
            requireGiven(base, "base model");
            requireGiven(osediffCheckpoint, "OSEDiff checkpoint");
            model = base;
            osediff = osediffCheckpoint;
            return this;
        }

        /**
         * Sets the bytes that model and runs may take together, on the heap or, with a native engine, beside it. Where all
         * weights of a published model do not fit, each network is read when its stage begins and freed when it ends. Default:
         * half of the heap, or of the machine's memory, for weights.
         */
        public Builder memoryBudgetBytes(long bytes) {
            if (bytes < 1) {
                throw new InvalidOptionException(new Problem(
                        "memory budget", bytes + " bytes", "at least 1 byte", "Use a larger one or leave it out."));
            }
            memoryBudgetBytes = bytes;
            return this;
        }

        /**
         * Sets the engine by name ("java", "djl", "ort", ...). Default "auto": among those that can run here, on the device and in
         * the precision asked for, the one that needs the least time for a start and a few pictures of this model; a result's
         * provenance says which and why.
         */
        public Builder backend(String name) {
            requireGiven(name, "backend");
            engines.backend(name);
            return this;
        }

        /** Sets an engine that is not found by name: one that is not listed as a service, or wraps another. */
        public Builder engine(Backend engine) {
            requireGiven(engine, "backend");
            engines.given(engine);
            return this;
        }

        /**
         * Sets the engine of one stage; the others and prompts stay with {@link #backend(String)}.
         *
         * @param stage encode, denoise or decode
         * @param name as {@link #backend(String)}
         */
        public Builder backend(Stage stage, String name) {
            requireGiven(stage, "stage");
            requireGiven(name, "backend");
            if (stage == Stage.PREPARE || stage == Stage.FINISH || stage == Stage.DIRECT) {
                throw new InvalidOptionException(new Problem(
                        "an engine for stage " + stage,
                        "a stage without an engine of its own",
                        "ENCODE, DENOISE or DECODE",
                        "Leave it out."));
            }
            engines.backend(stage, name);
            return this;
        }

        /**
         * Sets whether a stage whose output is not a number, as can happen in 16 bits, is repeated in float32 with a warning in the
         * result's provenance. Default true; otherwise the run fails.
         */
        public Builder retryInFloat32(boolean value) {
            engines.retriesInFloat32(value);
            return this;
        }

        /**
         * Sets where engines that compile keep what they made of the model, so that the next start is quick: about as many bytes
         * as the weights for each engine and precision. Default: a folder beside the model's, its name with ".compiled" at the
         * end; nothing is kept of the embedded model, which compiles in no time.
         */
        public Builder cacheFolder(Path folder) {
            requireGiven(folder, "cache folder");
            engines.cacheFolder(folder);
            return this;
        }

        /** Keeps nothing on disk between starts. */
        public Builder withoutCache() {
            engines.cacheFolder(null);
            return this;
        }

        /** Sets where to run; default the processor. */
        public Builder device(Device value) {
            requireGiven(value, "device");
            engines.device(value);
            return this;
        }

        /**
         * Sets the arithmetic of the large products; default float32, or 8 bits if the model was quantised and the engine has
         * them.
         */
        public Builder precision(Precision value) {
            requireGiven(value, "precision");
            engines.precision(value);
            return this;
        }

        /** Sets the worker threads of one call, 1 to {@value #MOST_THREADS}; default one per processor. */
        public Builder threads(int value) {
            if (value < 1 || value > MOST_THREADS) {
                throw new InvalidOptionException(new Problem(
                        "threads", Integer.toString(value), "1 to " + MOST_THREADS, "Use a value in that range."));
            }
            engines.threads(value);
            return this;
        }

        /** Sets which pictures are accepted. */
        public Builder limits(ImageLimits value) {
            requireGiven(value, "image limits");
            limits = value;
            return this;
        }

        /**
         * Reads the model and prepares the engine.
         *
         * @throws dev.osediff.error.ModelException if the model is missing or damaged
         * @throws InvalidOptionException if there is no such engine
         * @throws dev.osediff.error.BackendException if the engine cannot run here, or not on that device or precision
         */
        public SuperResolver build() {
            if (model != null && osediff == null && Files.isRegularFile(model)) {
                Optional<ModelFileOpener> opener = ModelFiles.opener(model, engines.name());
                if (opener.isPresent()) {
                    return ofFile(opener.get(), model);
                }
            }
            Model opened = open();
            try {
                RequestedEngines.Chosen chosen = engines.choose(opened, model);
                ResolverModel resolverModel = resolverModel(opened, chosen.engines());
                OptionalLong runBudget =
                        WeightMemory.runBudget(resolverModel.networks(), chosen.standard(), memoryBudgetBytes);
                return new SuperResolver(resolverModel, chosen, limits, runBudget);
            } catch (OutOfMemoryError e) {
                opened.close();
                throw exhausted("weights of model " + opened.name(), e);
            } catch (RuntimeException | Error e) {
                opened.close();
                throw e;
            }
        }

        private SuperResolver ofFile(ModelFileOpener opener, Path file) {
            RequestedEngines.Chosen chosen = engines.of(opener);
            ResolverModel opened =
                    ModelFiles.open(opener, file, chosen.standard().spec(), trusted);
            return new SuperResolver(
                    opened,
                    chosen,
                    limits,
                    WeightMemory.runBudget(opened.networks(), chosen.standard(), memoryBudgetBytes));
        }

        private Model open() {
            if (model == null) {
                return EmbeddedModel.load();
            }
            KnownDigests known = engines.placeFor(model).map(KnownDigests::in).orElse(KnownDigests.NONE);
            return osediff == null ? ModelFolder.open(model, known) : ModelFolder.open(model, osediff, known);
        }

        private ResolverModel resolverModel(Model opened, Engines chosen) {
            if (opened instanceof RrdbModel gan) {
                return GanResolverModels.of(gan);
            }
            return opened instanceof StableDiffusionModel published
                    ? StableDiffusionResolverModels.of(
                            published,
                            chosen.standard(),
                            WeightMemory.residency(published, chosen.standard(), memoryBudgetBytes))
                    : SmallResolverModels.of((SmallModel) opened);
        }
    }
}
