package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Network;
import dev.osediff.network.Weights;
import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallEncoder;
import java.util.List;

/**
 * The embedded model's generator: z_L of the encoder, z_H = z_L − t·v(z_L, t), the decoder's picture, not limited. Inputs:
 * low [N, 3, H, W] in [-1, 1] at the size of the result, sinusoid of 1000·t [N, timeChannels]. Parameters
 * are where {@link PartWeights} says, below {@code encoder}, {@code unet} and {@code decoder}.
 *
 * @param encoder a {@link dev.osediff.network.small.SmallEncoder}, with adapters if it has any
 * @param unet a {@link dev.osediff.network.small.SmallUNet}, with adapters if it has any
 * @param decoder a {@link dev.osediff.network.small.SmallDecoder}, with adapters if it has any
 * @param sizes the autoencoder's sizes
 * @param step t of the one step, in (0, 1]
 * @param parts where the trained parameters lie
 */
public record SmallGenerator(
        Network encoder, Network unet, Network decoder, SmallAutoencoderConfig sizes, float step, PartWeights parts)
        implements OneStepGenerator, LatentEncoder {
    /** What the frozen encoder's parameters are called that {@link ImageDistillation} reads. */
    public static final String FROZEN_ENCODER = "frozen_encoder";

    @Override
    public int inputs() {
        return 2;
    }

    @Override
    public <T> OneStep<T> generate(
            TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs, T target) {
        T low = encoded(
                ops, encoder, parts.of(ops, PartWeights.ENCODER, PartWeights.ENCODER, trained, frozen), inputs.get(0));
        T velocity = Denoiser.of(ops, unet, parts.of(ops, PartWeights.UNET, PartWeights.UNET, trained, frozen))
                .predict(low, inputs.get(1), null);
        T high = ops.subtract(low, ops.scale(velocity, step));
        Weights<T> weights = parts.of(ops, PartWeights.DECODER, PartWeights.DECODER, trained, frozen);
        T image = decoder.forward(ops, weights, List.of(ops.toComputeType(high)));
        return new OneStep<>(high, ops.toFloat32(image), target);
    }

    private static <T> T encoded(TrainingOps<T> ops, Network encoder, Weights<T> weights, T image) {
        return ops.toFloat32(encoder.forward(ops, weights, List.of(ops.toComputeType(image))));
    }

    /** The encoder without what was trained: frozen {@value #FROZEN_ENCODER}. */
    @Override
    public <T> T encode(TrainingOps<T> ops, Weights<T> frozen, T image) {
        return encoded(ops, new SmallEncoder(sizes), frozen.at(FROZEN_ENCODER), image);
    }
}
