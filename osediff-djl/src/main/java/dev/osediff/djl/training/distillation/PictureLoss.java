package dev.osediff.djl.training.distillation;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.djl.training.loss.ImageLoss;
import dev.osediff.djl.training.loss.LossPart;
import dev.osediff.djl.training.loss.OneStep;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * The embedded scale's loss of the picture, {@link ImageLoss}, in place of the paper's L2 + 2 · LPIPS: no feature network is
 * trained at this scale.
 *
 * @param pyramidWeight weight of the pyramid's bands
 */
record PictureLoss(float pyramidWeight) implements LossPart {
    private static final int LEVELS = 3;

    @Override
    public String name() {
        return "picture";
    }

    @Override
    public int inputs() {
        return 0;
    }

    @Override
    public <T> T compute(TrainingOps<T> ops, OneStep<T> step, Weights<T> frozen, List<T> inputs) {
        return ImageLoss.of(ops, step.image(), step.target(), LEVELS, pyramidWeight);
    }
}
