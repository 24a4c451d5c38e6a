package dev.osediff.djl.training.distillation;

import dev.osediff.checkpoint.LoraTensors;
import dev.osediff.djl.training.data.Batch;
import dev.osediff.djl.training.data.SampleConfig;
import dev.osediff.djl.training.data.SampleStream;
import dev.osediff.djl.training.loop.LoopSettings;
import dev.osediff.djl.training.loop.RunLock;
import dev.osediff.djl.training.loop.StateFile;
import dev.osediff.djl.training.loop.TrainingListener;
import dev.osediff.djl.training.loop.TrainingLoop;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.lora.LoraState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Distils a one-step generator. A folder holds state, logs, plots and validation pictures: a second run with the same folder
 * and settings goes on where the first one ended, with the numbers that it would have had. Not thread-safe.
 */
public final class DistillationTrainer {
    private static final String STAGE = "distil";
    private static final int STEPS_BETWEEN_SAVES = 200;
    private static final int VALIDATION_BATCHES = 4;
    private static final int VALIDATION_SEED_OFFSET = 7919;

    private final DistillationPlan plan;
    private final StartModel start;
    private final Path folder;
    private final DistillationPhotos photos;
    private final TrainingListener listener;

    /**
     * Prepares a run.
     *
     * @param folder where state, logs and pictures are kept; made if absent
     */
    public DistillationTrainer(
            DistillationPlan plan,
            StartModel start,
            Path folder,
            DistillationPhotos photos,
            TrainingListener listener) {
        this.plan = plan;
        this.start = start;
        this.folder = folder;
        this.photos = photos;
        this.listener = listener;
    }

    /**
     * Trains to the plan's last step.
     *
     * @param budget training time, that of earlier runs in the folder included, after which it ends earlier
     * @return the generator with averaged parameters
     * @throws InterruptedException if interrupted; what is done so far has been saved
     * @throws dev.osediff.error.OsediffException before the first step, for photographs that no crop fits into, ranks that do
     *     not fit, a stage that the start lacks, a state of other settings, and a folder that another run uses; later, for
     *     what is not finite, and for a full disk, which leaves the last state whole
     */
    public DistilledModel run(Optional<Duration> budget) throws InterruptedException {
        photos.requireUsable(plan.batches().cropPixels());
        LatentSizes sizes = new LatentSizes(start.sizes(), plan.batches());
        Networks networks = new Networks(plan, start);
        Losses losses = new Losses(plan, sizes, networks);
        try (RunLock lock = RunLock.of(folder)) {
            lock.hold();
            StateFile state = new StateFile(folder.resolve("state.safetensors"), settings());
            Optional<StateFile.Saved> saved = state.load();
            Validation validation = new Validation(judged(), folder.resolve("pictures"));
            try (DistillationTrainee trainee = new DistillationTrainee(plan, losses, networks.values(), validation)) {
                saved.ifPresent(trainee::restore);
                RunLog log = new RunLog(folder, validation, saved.isPresent() ? trainee.step() : RunLog.NOTHING);
                if (saved.isEmpty()) {
                    log.start(trainee.judge());
                }
                double seconds = train(trainee, state, saved, budget, log);
                return result(networks, trainee, seconds, log.lastFigures());
            }
        }
    }

    private double train(
            DistillationTrainee trainee,
            StateFile state,
            Optional<StateFile.Saved> saved,
            Optional<Duration> budget,
            RunLog log)
            throws InterruptedException {
        LoopSettings loop = new LoopSettings(
                STAGE,
                plan.steps(),
                plan.batches().perStep(),
                plan.batches().size(),
                STEPS_BETWEEN_SAVES,
                plan.stepsBetweenValidations(),
                budget);
        return new TrainingLoop(loop, state, List.of(log, listener))
                .run(
                        trainee,
                        first -> SampleStream.open(samples(plan.seed()), photos.training(), first),
                        saved.map(StateFile.Saved::seconds).orElse(0.0));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(plan.settings());
        settings.put("start", start.checksum());
        settings.put("photographs", String.valueOf(photos.training().present().size()));
        return settings;
    }

    private List<Batch> judged() throws InterruptedException {
        SampleConfig config = samples(plan.seed() + VALIDATION_SEED_OFFSET);
        return TrainingLoop.first(VALIDATION_BATCHES, SampleStream.open(config, photos.validation(), 0));
    }

    private SampleConfig samples(long seed) {
        return SampleConfig.pairs(plan.batches().size(), plan.batches().cropPixels(), seed)
                .withGeneratedPictures(plan.batches().generatedPictures());
    }

    private DistilledModel result(
            Networks networks, DistillationTrainee trainee, double seconds, Map<String, Double> figures) {
        Map<String, Tensor> trained = trainee.averaged();
        Map<String, Tensor> all = new LinkedHashMap<>(start.parameters().values());
        Map<String, LoraState> adapters = new LinkedHashMap<>();
        for (String part : List.of(Networks.ENCODER, Networks.DECODER, Networks.UNET)) {
            Map<String, Tensor> own = new LinkedHashMap<>();
            trained.forEach((name, tensor) -> {
                if (name.startsWith(part + ".")) {
                    own.put(name.substring(part.length() + 1), tensor);
                }
            });
            if (networks.adapters().containsKey(part)) {
                LoraState state = LoraState.of(networks.adapters().get(part), own);
                adapters.put(part, state);
                TensorSource merged = new LoraTensors(
                        start.parameters().at(part), state, state.plan().scales());
                merged.names().forEach(name -> all.put(part + "." + name, merged.load(name)));
            } else {
                own.forEach((name, tensor) -> all.put(part + "." + name, tensor));
            }
        }
        return new DistilledModel(all, adapters, trainee.step(), seconds, figures);
    }
}
