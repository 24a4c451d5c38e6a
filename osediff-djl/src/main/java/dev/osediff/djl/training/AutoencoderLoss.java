package dev.osediff.djl.training;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.djl.training.loss.ImageLoss;
import dev.osediff.network.Weights;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import java.util.List;

/**
 * Reconstruction through a noisy latent, {@link ImageLoss} between D(E(x) + n) and x. Inputs: picture [N, 3, S, S] in
 * [-1, 1], latent noise [N, z, S/f, S/f].
 *
 * @param encoder trained
 * @param decoder trained
 */
record AutoencoderLoss(SmallEncoder encoder, SmallDecoder decoder) implements Loss {
    @Override
    public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        T picture = ops.toComputeType(inputs.get(0));
        T latent = encoder.forward(ops, trained.at("encoder"), List.of(picture));
        T noisy = ops.add(latent, ops.toComputeType(inputs.get(1)));
        T result = decoder.forward(ops, trained.at("decoder"), List.of(noisy));
        return ImageLoss.of(ops, result, inputs.get(0), 3, 1f);
    }
}
