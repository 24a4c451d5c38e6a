package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import dev.osediff.network.discriminator.PatchDiscriminator;
import java.util.List;

/**
 * The generator's part of an adversarial loss, for the ablation "GAN loss". Frozen parameters {@code discriminator.…}.
 *
 * @param discriminator judges patches
 * @param form the loss's form
 */
public record AdversarialLoss(PatchDiscriminator discriminator, AdversarialForm form) implements LossPart {
    /** What the discriminator's parameters are called. */
    public static final String WEIGHTS = "discriminator";

    @Override
    public String name() {
        return "gan";
    }

    @Override
    public int inputs() {
        return 0;
    }

    @Override
    public <T> T compute(TrainingOps<T> ops, OneStep<T> step, Weights<T> frozen, List<T> inputs) {
        return form.ofGenerator(ops, scores(ops, discriminator, frozen.at(WEIGHTS), step.image()));
    }

    static <T> T scores(TrainingOps<T> ops, PatchDiscriminator network, Weights<T> weights, T image) {
        return ops.toFloat32(network.forward(ops, weights, List.of(ops.toComputeType(image))));
    }
}
