package dev.osediff.djl.training;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import java.util.List;

/**
 * Diffusion pre-training in straight-line form (rectified flow, arXiv 2209.03003): z_t = (1 − t)·z + t·n, the network
 * predicts n − z, mean squared error. Inputs: picture [N, 3, S, S]; 1 − t and t·n and n, each [N, z, S/f, S/f]; time
 * sinusoid [N, timeChannels].
 *
 * @param encoder frozen
 * @param unet trained
 */
record FlowLoss(SmallEncoder encoder, SmallUNet unet) implements Loss {
    @Override
    public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        T picture = ops.toComputeType(inputs.get(0));
        T latent = ops.toFloat32(encoder.forward(ops, frozen.at("encoder"), List.of(picture)));
        T noisy = ops.add(ops.multiply(latent, inputs.get(1)), inputs.get(2));
        T prediction = unet.forward(
                ops, trained.at("unet"), List.of(ops.toComputeType(noisy), ops.toComputeType(inputs.get(4))));
        T error = ops.subtract(ops.toFloat32(prediction), ops.subtract(inputs.get(3), latent));
        return ops.mean(ops.multiply(error, error));
    }
}
