package dev.osediff.djl.training.distillation;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.djl.training.Initialiser;
import dev.osediff.djl.training.data.Batch;
import dev.osediff.djl.training.loss.AdversarialForm;
import dev.osediff.djl.training.loss.AdversarialLoss;
import dev.osediff.djl.training.loss.DiscriminatorLoss;
import dev.osediff.djl.training.loss.GeneratorLoss;
import dev.osediff.djl.training.loss.ImageDistillation;
import dev.osediff.djl.training.loss.LatentDistillation;
import dev.osediff.djl.training.loss.LossPart;
import dev.osediff.djl.training.loss.NoiseTimes;
import dev.osediff.djl.training.loss.RegulariserLoss;
import dev.osediff.djl.training.loss.Regularisers;
import dev.osediff.djl.training.loss.ScoreDistillation;
import dev.osediff.djl.training.loss.SmallGenerator;
import dev.osediff.djl.training.loss.StraightPath;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.discriminator.PatchDiscriminator;
import dev.osediff.network.discriminator.PatchDiscriminatorConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The losses of a plan: the generator's with its inputs, and what is trained beside it. */
final class Losses {
    /** Of small-model.md, where it kept a sharpened model faithful. */
    private static final float PYRAMID_WEIGHT = 0.5f;

    private static final ScoreDistillation UNCONDITIONAL = new ScoreDistillation(1);
    private static final PatchDiscriminator DISCRIMINATOR = new PatchDiscriminator(PatchDiscriminatorConfig.SMALL);
    private static final int NOISE_STREAM = 4;
    private static final int REGULARISER_STREAM = 5;
    private static final int DISCRIMINATOR_STREAM = 6;
    private static final int SINUSOID_SCALE = 1000;

    private final DistillationPlan plan;
    private final LatentSizes sizes;
    private final NoiseTimes times;
    private final GeneratorLoss generator;
    private final Optional<Companion> companion;

    Losses(DistillationPlan plan, LatentSizes sizes, Networks networks) {
        this.plan = plan;
        this.sizes = sizes;
        Objective objective = plan.objective();
        times = new NoiseTimes(StraightPath.INSTANCE, objective.lowestTime(), objective.highestTime());
        SmallGenerator network = networks.generator();
        List<GeneratorLoss.Term> terms = new ArrayList<>();
        terms.add(new GeneratorLoss.Term(new PictureLoss(PYRAMID_WEIGHT), 1));
        added(objective.loss(), network, networks)
                .ifPresent(part -> terms.add(new GeneratorLoss.Term(part, objective.weight())));
        generator = new GeneratorLoss(network, terms);
        companion = companion(objective.loss(), networks);
    }

    private static Optional<LossPart> added(DistillationLoss loss, SmallGenerator generator, Networks networks) {
        return switch (loss) {
            case NONE -> Optional.empty();
            case GAN -> Optional.of(new AdversarialLoss(DISCRIMINATOR, AdversarialForm.SOFTPLUS));
            case IMAGE_VSD -> Optional.of(new ImageDistillation(UNCONDITIONAL, networks.regularisers(), generator));
            case VSD -> Optional.of(new LatentDistillation(UNCONDITIONAL, networks.regularisers()));
        };
    }

    private Optional<Companion> companion(DistillationLoss loss, Networks networks) {
        return switch (loss) {
            case NONE -> Optional.empty();
            case GAN -> {
                networks.add(firstDiscriminator());
                yield Optional.of(new DiscriminatorCompanion(
                        new DiscriminatorLoss(DISCRIMINATOR, AdversarialForm.SOFTPLUS), sizes));
            }
            case IMAGE_VSD -> Optional.of(regulariser(networks.regularisers(), ImageDistillation.ENCODED));
            case VSD -> Optional.of(regulariser(networks.regularisers(), GeneratorLoss.LATENT));
        };
    }

    private Companion regulariser(Regularisers regularisers, String report) {
        long seed = SeededRandom.derive(plan.seed(), REGULARISER_STREAM);
        return new RegulariserCompanion(new RegulariserLoss(regularisers), sizes, report, seed);
    }

    private Map<String, Tensor> firstDiscriminator() {
        ParameterLayout layout = new ParameterLayout();
        ParameterShapes.of(DISCRIMINATOR, Set.of())
                .forEach((name, shape) -> layout.add(AdversarialLoss.WEIGHTS + "." + name, shape));
        return Initialiser.random(layout, SeededRandom.derive(plan.seed(), DISCRIMINATOR_STREAM));
    }

    GeneratorLoss generator() {
        return generator;
    }

    Optional<Companion> companion() {
        return companion;
    }

    /** Returns the shapes of {@link #inputs}. */
    List<int[]> shapes() {
        List<int[]> shapes = new ArrayList<>();
        shapes.add(sizes.picture());
        shapes.add(new int[] {plan.batches().size(), sizes.timeChannels()});
        shapes.add(sizes.picture());
        if (plan.objective().loss().needsTeacher()) {
            shapes.addAll(NoiseTimes.shapes(sizes.latent(), sizes.timeChannels()));
        }
        return shapes;
    }

    /**
     * Returns the inputs of the generator's loss.
     *
     * @param draw number of the batch, for noise
     */
    List<Tensor> inputs(Batch batch, long draw) {
        float[] step = new float[plan.batches().size()];
        Arrays.fill(step, SINUSOID_SCALE * sizes.sizes().timestep());
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(Tensor.of(batch.low(), sizes.picture()));
        inputs.add(SinusoidalEmbedding.of(step, sizes.timeChannels()));
        inputs.add(Tensor.of(batch.high(), sizes.picture()));
        if (plan.objective().loss().needsTeacher()) {
            long seed = SeededRandom.derive(plan.seed(), NOISE_STREAM);
            inputs.addAll(times.draw(sizes.latent(), sizes.timeChannels(), seed, draw));
        }
        return inputs;
    }
}
