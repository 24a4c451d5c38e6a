package dev.osediff.examples.cli;

import dev.osediff.djl.training.data.TrainingPhotograph;
import dev.osediff.djl.training.distillation.Batches;
import dev.osediff.djl.training.distillation.DistillationLoss;
import dev.osediff.djl.training.distillation.DistillationPhotos;
import dev.osediff.djl.training.distillation.DistillationPlan;
import dev.osediff.djl.training.distillation.Objective;
import dev.osediff.djl.training.distillation.Rank;
import dev.osediff.djl.training.distillation.Tuning;
import dev.osediff.djl.training.loop.LearningRate;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How distillation is done: the options that change its plan, its data and its length. */
final class DistilOptions {
    private static final double MILLIS_PER_MINUTE = 60_000;
    private static final double MOST_MINUTES = 60.0 * 24 * 365;

    @Option(
            names = "--photos",
            paramLabel = "ROOT",
            description = "The training photographs' paths are relative to this folder: / (default) if their Debian"
                    + " packages are installed, else where the packages were unpacked.")
    private Path photos = Path.of("/");

    @Option(names = "--no-photos", description = "Train on generated pictures only.")
    private boolean noPhotos;

    @Option(
            names = "--loss",
            description = "vsd (default: distillation in latent space), image-vsd, gan, or none beside the picture's.")
    private String loss = "vsd";

    @Option(
            names = "--lambda",
            paramLabel = "WEIGHT",
            description = "Weight of that loss. Default: 0.1, for gan 0.01; the paper has 1.")
    private Float lambda;

    @Option(
            names = "--rank",
            paramLabel = "N|full",
            description = "LoRA rank of encoder, UNet and regulariser, or full. Default: 4, as in the paper.")
    private String rank = "4";

    @Option(
            names = "--encoder-rank",
            paramLabel = "N|full|frozen",
            description = "That of the encoder. Default: --rank.")
    private String encoderRank;

    @Option(
            names = "--decoder-rank",
            paramLabel = "N|full|frozen",
            description = "That of the decoder. Default: frozen, as in the paper.")
    private String decoderRank = "frozen";

    @Option(names = "--unet-rank", paramLabel = "N|full", description = "That of the UNet. Default: --rank.")
    private String unetRank;

    @Option(names = "--steps", description = "Optimiser steps. Default: 2000.")
    private Long steps;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures of a batch. Default: 8.")
    private Integer batch;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            description = "Batches whose gradients make one step. Default: 1.")
    private Integer accumulate;

    @Option(names = "--crop", paramLabel = "PIXELS", description = "Side of the crops. Default: 128.")
    private Integer crop;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "Default: 2e-4; the paper has 5e-5.")
    private Float learningRate;

    @Option(names = "--warm-up", paramLabel = "STEPS", description = "Default: 100.")
    private Integer warmUp;

    @Option(
            names = "--schedule",
            description = "${COMPLETION-CANDIDATES}. Default: CONSTANT, as in the paper; COSINE falls to 5 %%.")
    private LearningRate.Form schedule = LearningRate.Form.CONSTANT;

    @Option(names = "--validate-every", paramLabel = "STEPS", description = "Default: 200.")
    private Integer validateEvery;

    @Option(names = "--seed", description = "Default: 123, as in the paper.")
    private Long seed;

    @Option(
            names = "--budget",
            paramLabel = "MINUTES",
            description = "Training time, that of earlier runs of the same command included, after which it ends before"
                    + " its last step.")
    private Double budget;

    @Option(names = "--smoke", description = "Tiny defaults for a tiny model, to try the training itself.")
    private boolean smoke;

    /**
     * Returns the plan.
     *
     * @throws InvalidOptionException for values out of range
     */
    DistillationPlan plan() {
        DistillationPlan base = smoke ? DistillationPlan.SMOKE : DistillationPlan.EMBEDDED;
        DistillationLoss chosen = chosenLoss();
        Rank all = Rank.parse(rank);
        return base.withObjective(new Objective(
                        chosen,
                        or(lambda, chosen.embeddedWeight()),
                        base.objective().lowestTime(),
                        base.objective().highestTime()))
                .withTuning(new Tuning(
                        encoderRank == null ? all : Rank.parse(encoderRank),
                        Rank.parse(decoderRank),
                        unetRank == null ? all : Rank.parse(unetRank),
                        all))
                .withBatches(new Batches(
                        or(batch, base.batches().size()),
                        or(accumulate, base.batches().perStep()),
                        or(crop, base.batches().cropPixels()),
                        base.batches().generatedPictures()))
                .withLearningRate(new LearningRate(
                        schedule,
                        or(learningRate, base.learningRate().peak()),
                        or(warmUp, base.learningRate().warmUpSteps())))
                .withSteps(or(steps, base.steps()), or(validateEvery, base.stepsBetweenValidations()))
                .withSeed(or(seed, base.seed()));
    }

    private DistillationLoss chosenLoss() {
        for (DistillationLoss each : DistillationLoss.values()) {
            if (name(each).equals(loss.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new InvalidOptionException(new Problem(
                "loss of distillation", "'" + loss + "'", "none, gan, image-vsd or vsd", "Take vsd, the paper's."));
    }

    private static String name(DistillationLoss loss) {
        return loss.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> T or(T given, T standard) {
        return given == null ? standard : given;
    }

    /**
     * Returns the photographs.
     *
     * @throws IOException if a file that exists cannot be read
     * @throws InvalidOptionException if there are none
     */
    DistillationPhotos photos() throws IOException {
        return noPhotos ? DistillationPhotos.GENERATED : DistillationPhotos.load(TrainingPhotograph.listed(), photos);
    }

    /**
     * Returns the longest training time.
     *
     * @throws InvalidOptionException if it is no time
     */
    Optional<Duration> budget() {
        if (budget == null) {
            return Optional.empty();
        }
        if (!(budget > 0 && budget <= MOST_MINUTES)) {
            throw new InvalidOptionException(new Problem(
                    "training time", budget + " minutes", "above 0, at most a year", "Give minutes, such as 30."));
        }
        return Optional.of(Duration.ofMillis(Math.round(MILLIS_PER_MINUTE * budget)));
    }

    /** Returns what repeats the training, without the names of local folders. */
    String command() {
        DistillationPlan plan = plan();
        return "osediff train distil --from FOLDER --out FOLDER" + (noPhotos ? " --no-photos" : "")
                + (smoke ? " --smoke" : "")
                + " --loss " + name(plan.objective().loss())
                + " --lambda " + plan.objective().weight()
                + " --rank " + plan.tuning().regulariser()
                + " --encoder-rank " + plan.tuning().encoder()
                + " --decoder-rank " + plan.tuning().decoder()
                + " --unet-rank " + plan.tuning().unet()
                + " --steps " + plan.steps()
                + " --batch " + plan.batches().size()
                + " --accumulate " + plan.batches().perStep()
                + " --crop " + plan.batches().cropPixels()
                + " --learning-rate " + plan.learningRate().peak()
                + " --warm-up " + plan.learningRate().warmUpSteps()
                + " --schedule " + plan.learningRate().form()
                + " --seed " + plan.seed();
    }
}
