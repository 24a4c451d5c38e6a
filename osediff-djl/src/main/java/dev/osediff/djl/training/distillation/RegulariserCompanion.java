package dev.osediff.djl.training.distillation;

import dev.osediff.djl.training.data.Batch;
import dev.osediff.djl.training.loss.NoiseTimes;
import dev.osediff.djl.training.loss.RegulariserLoss;
import dev.osediff.djl.training.loss.StraightPath;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The teacher's copy that learns the distribution of the generated latents, at times over the whole path.
 *
 * @param loss its loss
 * @param sizes of a batch
 * @param report the latent's name
 * @param seed of its noise
 */
record RegulariserCompanion(RegulariserLoss loss, LatentSizes sizes, String report, long seed) implements Companion {
    private static final NoiseTimes TIMES = new NoiseTimes(StraightPath.INSTANCE, 0, 1);

    @Override
    public String name() {
        return loss.name();
    }

    @Override
    public List<int[]> shapes() {
        return loss.shapes(sizes.latent(), sizes.timeChannels());
    }

    @Override
    public List<Tensor> inputs(Batch batch, Tensor reported, long draw) {
        List<Tensor> inputs = new ArrayList<>(List.of(reported));
        inputs.addAll(TIMES.draw(sizes.latent(), sizes.timeChannels(), seed, draw));
        return inputs;
    }
}
