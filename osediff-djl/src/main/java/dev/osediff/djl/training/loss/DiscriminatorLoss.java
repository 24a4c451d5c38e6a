package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import dev.osediff.network.discriminator.PatchDiscriminator;
import java.util.List;

/**
 * The discriminator's own loss. Inputs: real and generated pictures [N, 3, H, W] in [-1, 1]; the generated ones are
 * what the generator's loss reported, so no gradient reaches the generator. Trained parameters {@code discriminator.…}.
 *
 * @param discriminator judges patches
 * @param form the loss's form
 */
public record DiscriminatorLoss(PatchDiscriminator discriminator, AdversarialForm form) implements Loss {
    @Override
    public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        Refused.unlessCounted(name(), inputs, 2);
        Refused.unlessShaped(ops, name(), "generated pictures", inputs.get(1), ops.shape(inputs.get(0)));
        Weights<T> weights = trained.at(AdversarialLoss.WEIGHTS);
        T real = AdversarialLoss.scores(ops, discriminator, weights, inputs.get(0));
        T fake = AdversarialLoss.scores(ops, discriminator, weights, ops.stopGradient(inputs.get(1)));
        return form.ofDiscriminator(ops, real, fake);
    }

    @Override
    public String name() {
        return "discriminator";
    }
}
