package dev.osediff.djl.training.distillation;

import dev.osediff.djl.training.data.Batch;
import dev.osediff.djl.training.loss.DiscriminatorLoss;
import dev.osediff.djl.training.loss.GeneratorLoss;
import dev.osediff.network.Tensor;
import java.util.List;

/**
 * The discriminator of the row "GAN".
 *
 * @param loss its loss
 * @param sizes of a batch
 */
record DiscriminatorCompanion(DiscriminatorLoss loss, LatentSizes sizes) implements Companion {
    @Override
    public String name() {
        return loss.name();
    }

    @Override
    public List<int[]> shapes() {
        return List.of(sizes.picture(), sizes.picture());
    }

    @Override
    public String report() {
        return GeneratorLoss.IMAGE;
    }

    @Override
    public List<Tensor> inputs(Batch batch, Tensor reported, long draw) {
        return List.of(Tensor.of(batch.high(), sizes.picture()), reported);
    }
}
