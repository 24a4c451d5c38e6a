package dev.osediff.djl.training;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.djl.training.loss.ImageLoss;
import dev.osediff.djl.training.loss.SquaredError;
import dev.osediff.network.Weights;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import java.util.List;

/**
 * The one-step stage with pixel losses: the low-quality picture's latent, one UNet step in flow form
 * z_H = z_L − t·v(z_L, t), the decoder, and {@link ImageLoss} against the high-quality picture. Inputs: low and high
 * [N, 3, S, S] in [-1, 1], time sinusoid [N, timeChannels].
 *
 * @param encoder trained
 * @param unet trained
 * @param decoder frozen, or trained if {@code trainDecoder}
 * @param step t of the one step, in (0, 1]
 * @param trainDecoder whether the decoder learns too
 * @param pyramidWeight weight of the pyramid's bands
 * @param contrastWeight weight of {@link ImageLoss#localContrast}; 0 leaves it out
 * @param squaredWeight weight of the mean squared error; 0 leaves it out
 */
record OneStepLoss(
        SmallEncoder encoder,
        SmallUNet unet,
        SmallDecoder decoder,
        float step,
        boolean trainDecoder,
        float pyramidWeight,
        float contrastWeight,
        float squaredWeight)
        implements Loss {
    @Override
    public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        T low = ops.toComputeType(inputs.get(0));
        T time = ops.toComputeType(inputs.get(2));
        T latent = encoder.forward(ops, trained.at("encoder"), List.of(low));
        T velocity = unet.forward(ops, trained.at("unet"), List.of(latent, time));
        T clean = ops.subtract(ops.toFloat32(latent), ops.scale(ops.toFloat32(velocity), step));
        Weights<T> decoderWeights = (trainDecoder ? trained : frozen).at("decoder");
        T image = decoder.forward(ops, decoderWeights, List.of(ops.toComputeType(clean)));
        T loss = ImageLoss.of(ops, image, inputs.get(1), 3, pyramidWeight);
        if (contrastWeight != 0) {
            loss = ops.add(loss, ops.scale(ImageLoss.localContrast(ops, image, inputs.get(1)), contrastWeight));
        }
        if (squaredWeight != 0) {
            loss = ops.add(loss, ops.scale(SquaredError.between(ops, image, inputs.get(1)), squaredWeight));
        }
        return loss;
    }
}
