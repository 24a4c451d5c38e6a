package dev.osediff.djl.training;

import java.util.List;

/**
 * What to train and for how long.
 *
 * @param sizes the model's sizes
 * @param stages stages in order; the first is the autoencoder
 * @param generatedPictures how many different pictures the generator contributes
 * @param seed decides initial values, crops, degradations and noise
 */
public record TrainingPlan(SmallModelSizes sizes, List<Stage> stages, int generatedPictures, long seed) {
    /** Copies the list and refuses an order that cannot work. */
    public TrainingPlan {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || stages.get(0).kind() != StageKind.AUTOENCODER) {
            throw new IllegalArgumentException("the first stage must be the autoencoder, found " + stages);
        }
    }

    /** The plan of the embedded model. */
    public static TrainingPlan embedded() {
        return new TrainingPlan(
                SmallModelSizes.EMBEDDED,
                List.of(
                        new Stage("autoencoder", StageKind.AUTOENCODER, 5000, 12, 96, 1.5e-3f, true),
                        new Stage("prior", StageKind.PRIOR, 2000, 12, 128, 1e-3f, true),
                        new Stage("one-step", StageKind.ONE_STEP, 7000, 8, 128, 5e-4f, true),
                        new Stage("finish", StageKind.FINISH, 1200, 8, 128, 2e-4f, true),
                        new Stage("polish", StageKind.POLISH, 2500, 8, 128, 3e-4f, true),
                        new Stage("refine", StageKind.REFINE, 5200, 4, 192, 3e-4f, true),
                        new Stage("settle", StageKind.SETTLE, 1500, 4, 192, 1e-4f, true)),
                400,
                1);
    }

    /** Seconds of work: every stage for a few steps on a tiny model. */
    public static TrainingPlan smoke() {
        return new TrainingPlan(
                SmallModelSizes.TINY,
                List.of(
                        new Stage("autoencoder", StageKind.AUTOENCODER, 6, 2, 32, 1.5e-3f, false),
                        new Stage("prior", StageKind.PRIOR, 6, 2, 32, 1e-3f, false),
                        new Stage("one-step", StageKind.ONE_STEP, 6, 2, 32, 5e-4f, false),
                        new Stage("finish", StageKind.FINISH, 6, 2, 32, 1e-4f, false),
                        new Stage("polish", StageKind.POLISH, 6, 2, 32, 1e-4f, false),
                        new Stage("refine", StageKind.REFINE, 6, 2, 32, 1e-4f, false),
                        new Stage("settle", StageKind.SETTLE, 6, 2, 32, 1e-4f, false)),
                4,
                1);
    }
}
