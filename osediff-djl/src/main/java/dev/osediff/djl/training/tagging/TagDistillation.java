package dev.osediff.djl.training.tagging;

import dev.osediff.degradation.DegradationConfig;
import dev.osediff.degradation.DegradationPreset;
import dev.osediff.degradation.SeededRandom;
import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.djl.training.Initialiser;
import dev.osediff.djl.training.data.KnownContent;
import dev.osediff.djl.training.loop.AdamWSettings;
import dev.osediff.djl.training.loop.Learner;
import dev.osediff.djl.training.loop.LearningRate;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamTagger;
import dev.osediff.network.ram.SwinConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trains a small tagger on pictures of known content, and then DAPE's adapters, with which it sees in degraded pictures what
 * it saw in good ones (SeeSR, arXiv 2311.16518, §3.1). Runs of equal arguments see equal pictures. Thread-safe; each training
 * runs on its caller's thread and the engine's.
 *
 * @param config sizes of the tagger, which has a label for each {@link KnownContent.Thing}
 * @param degradation of the pictures that the adapters are trained for
 * @param batchSize pictures of a step
 * @param seed of pictures and first values
 */
public record TagDistillation(RamConfig config, DegradationConfig degradation, int batchSize, long seed) {
    private static final AdamWSettings OPTIMISER = new AdamWSettings(0.9, 0.99, 1e-8, 0.01, 1, 0);
    /** For a training that sees good pictures only. */
    private static final DegradationConfig NONE =
            DegradationPreset.EVALUATION_CLEAN.config().withScale(1);

    private static final int WARM_UP = 20;

    /**
     * Refuses what the pictures do not fit.
     *
     * @throws InvalidOptionException if the tagger has another number of labels, or a batch no picture
     */
    public TagDistillation {
        int things = KnownContent.Thing.values().length;
        if (config.labels() != things || batchSize < 1) {
            throw new InvalidOptionException(new Problem(
                    "training of a tagger on generated pictures",
                    config.labels() + " labels and batches of " + batchSize,
                    things + " labels and batches of at least 1",
                    "Give the tagger one label for each thing that the pictures can show."));
        }
    }

    /** A tagger of 48 × 48 pixels, seconds to train, and a first-order chain at scale 1.5. */
    public static TagDistillation small(long seed) {
        int labels = KnownContent.Thing.values().length;
        SwinConfig vision = new SwinConfig(48, 4, 3, 24, List.of(2, 2), List.of(2, 4));
        DegradationConfig heavy = DegradationPreset.FIRST_ORDER.config().withScale(1.5);
        return new TagDistillation(new RamConfig(vision, 32, labels, 32, 4, 2, 64), heavy, 16, seed);
    }

    /** Hears the loss of each step, counted from 0. */
    @FunctionalInterface
    public interface Listener {
        /** Called after each step. */
        void onStep(int step, float loss);
    }

    /**
     * Trains the tagger itself, all its parameters, on good pictures.
     *
     * @return its parameters by name
     * @throws dev.osediff.error.TrainingException if something is not finite
     */
    public Map<String, Tensor> trainTagger(int steps, float rate, Listener listener) {
        TaggingLoss loss = new TaggingLoss(config);
        ParameterLayout layout = new ParameterLayout();
        ParameterShapes.of(new RamTagger(config), Set.of()).forEach(layout::add);
        Map<String, Tensor> start = Initialiser.random(layout, seed);
        try (Learner learner = new Learner(loss.name(), loss, loss.shapes(batchSize), false, start, OPTIMISER)) {
            LearningRate rates = new LearningRate(LearningRate.Form.COSINE, rate, WARM_UP);
            for (int step = 0; step < steps; step++) {
                TagBatch batch =
                        TagBatch.of(batchSize, config.vision().imageSide(), NONE, SeededRandom.derive(seed, step));
                listener.onStep(step, step(learner, List.of(batch.good(), batch.things()), rates.at(step, steps)));
            }
            return learner.averaged();
        }
    }

    /**
     * Trains the adapters; the tagger stays as it is.
     *
     * @param tagger its parameters by name
     * @return the factors, as {@link DapeAdapters#shapes()} names them
     * @throws dev.osediff.error.TrainingException if something is not finite
     */
    public Map<String, Tensor> distil(Map<String, Tensor> tagger, int steps, float rate, Listener listener) {
        DapeAdapters adapters = new DapeAdapters(config);
        TagDistillationLoss loss = new TagDistillationLoss(adapters);
        Map<String, Tensor> values = new HashMap<>(tagger);
        values.putAll(adapters.start(seed));
        try (Learner learner = new Learner(loss.name(), loss, loss.shapes(batchSize), false, values, OPTIMISER)) {
            LearningRate rates = new LearningRate(LearningRate.Form.COSINE, rate, WARM_UP);
            for (int step = 0; step < steps; step++) {
                TagBatch batch = batch(batchSize, ~step);
                listener.onStep(step, step(learner, List.of(batch.good(), batch.degraded()), rates.at(step, steps)));
            }
            return learner.averaged();
        }
    }

    /**
     * Asks a tagger.
     *
     * @param tagger its parameters by name
     * @param pictures as the tagger sees them [N, 3, side, side]
     * @return logits [N, labels, 1]
     */
    public Tensor logits(Map<String, Tensor> tagger, Tensor pictures) {
        int size = pictures.dim(0);
        TaggingLoss loss = new TaggingLoss(config);
        try (Learner learner = new Learner(loss.name(), loss, loss.shapes(size), false, tagger, OPTIMISER)) {
            Tensor nothing = Tensor.zeros(size, config.labels(), 1);
            return learner.judge(List.of(pictures, nothing), Set.of(TaggingLoss.LOGITS))
                    .tensors()
                    .get(TaggingLoss.LOGITS);
        }
    }

    /** Returns pictures that neither training sees. */
    public TagBatch heldOut(int size) {
        return batch(size, Long.MAX_VALUE);
    }

    private static float step(Learner learner, List<Tensor> inputs, float rate) {
        float loss = learner.backward(inputs, Set.of()).loss();
        learner.update(rate);
        return loss;
    }

    private TagBatch batch(int size, long index) {
        int side = config.vision().imageSide();
        return TagBatch.of(size, side, degradation, SeededRandom.derive(seed, index));
    }
}
