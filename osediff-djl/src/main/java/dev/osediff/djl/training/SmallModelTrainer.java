package dev.osediff.djl.training;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.djl.torchscript.ScriptLoss;
import dev.osediff.djl.training.data.PhotoSet;
import dev.osediff.djl.training.data.SampleConfig;
import dev.osediff.djl.training.data.SampleStream;
import dev.osediff.djl.training.loop.RunLock;
import dev.osediff.djl.training.loop.StateFile;
import dev.osediff.djl.training.loop.TrainingListener;
import dev.osediff.djl.training.loop.TrainingLog;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a small model stage by stage. A folder holds what each finished stage produced, the running stage's state and
 * the log: a second run with the same folder goes on where the first one ended. Not thread-safe; one trainer per folder.
 */
public final class SmallModelTrainer {
    private static final float FINISH_CONTRAST_WEIGHT = 0.25f;
    private static final float POLISH_CONTRAST_WEIGHT = 0.15f;
    private static final float REFINE_CONTRAST_WEIGHT = 0.1f;
    private static final int POLISH_SEED_OFFSET = 104_729;
    private static final int REFINE_SEED_OFFSET = 1_299_709;
    private static final int SETTLE_SEED_OFFSET = 15_485_863;
    private static final float SETTLE_PYRAMID_WEIGHT = 0.3f;
    private static final float SETTLE_SQUARED_WEIGHT = 4;
    private static final int PCA_BATCHES = 8;
    private static final int SCALE_BATCHES = 8;
    private static final int VALIDATION_SEED_OFFSET = 7919;

    private final TrainingPlan plan;
    private final Path folder;
    private final PhotoSet photos;
    private final TrainingListener listener;

    /**
     * Prepares a run.
     *
     * @param folder where stages, state and log are kept; made if absent
     * @param photos real photographs; may be empty, then all pictures are generated
     */
    public SmallModelTrainer(TrainingPlan plan, Path folder, PhotoSet photos, TrainingListener listener) {
        this.plan = plan;
        this.folder = folder;
        this.photos = photos;
        this.listener = listener;
    }

    /**
     * Trains what is not trained yet.
     *
     * @return all parameters of encoder, unet and decoder, by name
     * @throws InterruptedException if interrupted; what is done so far has been saved
     * @throws IOException if the folder cannot be used
     * @throws dev.osediff.error.OutputException if another run uses the folder, or it cannot be written to
     */
    public Map<String, Tensor> run() throws IOException, InterruptedException {
        try (RunLock lock = RunLock.of(folder)) {
            lock.hold();
            return stages();
        }
    }

    private Map<String, Tensor> stages() throws IOException, InterruptedException {
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (Stage stage : plan.stages()) {
            Path finished = folder.resolve(stage.name() + ".safetensors");
            if (!Files.exists(finished)) {
                Map<String, Tensor> result = train(stage, values);
                SafeTensorsWriter.write(finished, result, DataType.F32);
                stateFile(stage).delete();
            }
            values.putAll(read(finished));
        }
        return values;
    }

    private Map<String, Tensor> train(Stage stage, Map<String, Tensor> before) throws InterruptedException {
        Loss loss = loss(plan.sizes(), stage.kind());
        StageInputs inputs = new StageInputs(plan.sizes(), stage, plan.seed());
        StageRunner runner = new StageRunner(
                stage, inputs, loss, stateFile(stage), List.of(new TrainingLog(folder.resolve("log.tsv")), listener));
        Map<String, Tensor> start = start(stage, loss, inputs, before);
        Map<String, Tensor> result = runner.run(
                start,
                first -> SampleStream.open(samples(stage, plan.seed()), photos, first),
                first -> SampleStream.open(samples(stage, plan.seed() + VALIDATION_SEED_OFFSET), photos, first));
        if (stage.kind() == StageKind.AUTOENCODER) {
            LatentScale.fold(result, LatentScale.deviations(plan.sizes(), result, pictures(stage, SCALE_BATCHES)));
        }
        return result;
    }

    static Loss loss(SmallModelSizes sizes, StageKind kind) {
        return switch (kind) {
            case AUTOENCODER -> new AutoencoderLoss(sizes.encoder(), sizes.decoder());
            case PRIOR -> new FlowLoss(sizes.encoder(), sizes.denoiser());
            case ONE_STEP, FINISH, POLISH, REFINE, SETTLE ->
                new OneStepLoss(
                        sizes.encoder(),
                        sizes.denoiser(),
                        sizes.decoder(),
                        sizes.timestep(),
                        kind != StageKind.ONE_STEP,
                        kind == StageKind.SETTLE ? SETTLE_PYRAMID_WEIGHT : 1,
                        contrastWeight(kind),
                        kind == StageKind.SETTLE ? SETTLE_SQUARED_WEIGHT : 0);
        };
    }

    private static float contrastWeight(StageKind kind) {
        return switch (kind) {
            case AUTOENCODER, PRIOR, ONE_STEP, SETTLE -> 0;
            case FINISH -> FINISH_CONTRAST_WEIGHT;
            case POLISH -> POLISH_CONTRAST_WEIGHT;
            case REFINE -> REFINE_CONTRAST_WEIGHT;
        };
    }

    /** Adds first values for what no earlier stage has trained. */
    private Map<String, Tensor> start(Stage stage, Loss loss, StageInputs inputs, Map<String, Tensor> before)
            throws InterruptedException {
        ParameterLayout layout;
        try (ScriptLoss script = ScriptLoss.compile(loss, inputs.shapes(), false)) {
            layout = script.trained();
        }
        Map<String, Tensor> values =
                Initialiser.random(layout, plan.seed() + stage.kind().ordinal());
        if (stage.kind() == StageKind.AUTOENCODER) {
            Initialiser.principalComponents(values, patches(stage));
        }
        values.putAll(before);
        return values;
    }

    private float[][] patches(Stage stage) throws InterruptedException {
        int f = plan.sizes().autoencoder().downFactor();
        List<float[]> patches = new ArrayList<>();
        for (Tensor batch : pictures(stage, PCA_BATCHES)) {
            int side = stage.cropPixels();
            for (int n = 0; n < batch.dim(0); n++) {
                for (int y = 0; y < side; y += f) {
                    for (int x = 0; x < side; x += f) {
                        patches.add(patch(batch, n, y, x, f));
                    }
                }
            }
        }
        return patches.toArray(float[][]::new);
    }

    private static float[] patch(Tensor batch, int n, int y, int x, int f) {
        int side = batch.dim(3);
        float[] patch = new float[3 * f * f];
        for (int i = 0; i < patch.length; i++) {
            int c = i / (f * f);
            int row = y + i / f % f;
            patch[i] = batch.data()[((n * 3 + c) * side + row) * side + x + i % f];
        }
        return patch;
    }

    private List<Tensor> pictures(Stage stage, int batches) throws InterruptedException {
        List<Tensor> pictures = new ArrayList<>();
        try (SampleStream stream = SampleStream.open(samples(stage, plan.seed()), photos, 0)) {
            for (int i = 0; i < batches; i++) {
                float[] high = stream.next().high();
                pictures.add(Tensor.of(high, stage.batch(), 3, stage.cropPixels(), stage.cropPixels()));
            }
        }
        return pictures;
    }

    private SampleConfig samples(Stage stage, long seed) {
        SampleConfig config =
                switch (stage.kind()) {
                    case AUTOENCODER, PRIOR -> SampleConfig.highOnly(stage.batch(), stage.cropPixels(), seed);
                    case ONE_STEP -> SampleConfig.pairs(stage.batch(), stage.cropPixels(), seed);
                    case FINISH -> SampleConfig.heavierPairs(stage.batch(), stage.cropPixels(), seed);
                    case POLISH ->
                        SampleConfig.compressedPairs(stage.batch(), stage.cropPixels(), seed + POLISH_SEED_OFFSET);
                    case REFINE ->
                        SampleConfig.refiningPairs(stage.batch(), stage.cropPixels(), seed + REFINE_SEED_OFFSET);
                    case SETTLE ->
                        SampleConfig.refiningPairs(stage.batch(), stage.cropPixels(), seed + SETTLE_SEED_OFFSET);
                };
        return config.withGeneratedPictures(plan.generatedPictures());
    }

    private StateFile stateFile(Stage stage) {
        return new StateFile(folder.resolve(stage.name() + ".state.safetensors"));
    }

    static Map<String, Tensor> read(Path path) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            file.names().forEach(name -> values.put(name, file.load(name)));
        }
        return values;
    }
}
