package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import dev.osediff.network.perceptual.Lpips;
import java.util.List;

/**
 * {@link Lpips} between the picture and its target, averaged over the batch (osediff.md §2.4: VGG-16). Frozen parameters
 * {@code lpips.…}.
 *
 * @param lpips the distance
 */
public record PerceptualLoss(Lpips lpips) implements LossPart {
    /** What its parameters' names begin with. */
    public static final String WEIGHTS = "lpips";

    @Override
    public String name() {
        return "lpips";
    }

    @Override
    public int inputs() {
        return 0;
    }

    @Override
    public <T> T compute(TrainingOps<T> ops, OneStep<T> step, Weights<T> frozen, List<T> inputs) {
        int[] shape = ops.shape(step.image());
        int smallest = lpips.layout().smallestSide();
        Refused.unless(
                Math.min(shape[2], shape[3]) >= smallest,
                "picture of the loss " + name(),
                shape[3] + " x " + shape[2] + " pixels",
                "at least " + smallest + " x " + smallest + " for "
                        + lpips.layout().name(),
                "Train on larger crops.");
        List<T> pair = List.of(ops.toComputeType(step.image()), ops.toComputeType(step.target()));
        return ops.mean(ops.toFloat32(lpips.forward(ops, frozen.at(WEIGHTS), pair)));
    }
}
