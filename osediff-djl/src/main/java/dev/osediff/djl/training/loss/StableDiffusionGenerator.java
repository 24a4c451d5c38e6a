package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Network;
import dev.osediff.network.Weights;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.NoiseSchedule;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.List;

/**
 * OSEDiff's generator (arXiv 2406.08177, eq. 4; osediff.md §1.1): z_L = s·(mean + deviation·noise) of the encoder,
 * z_H = (z_L − √(1 − ᾱ)·ε) / √ᾱ with the UNet's ε at one timestep, x_H = decoder(z_H / s) limited to [-1, 1]. Inputs: low
 * [N, 3, H, W] in [-1, 1] at the size of the result, noise of the posterior [N, 4, H/8, W/8] (zeros for its mean), sinusoid of
 * the timestep [N, C₀], the prompt's condition [N, L, D].
 *
 * <p>Parameters are where {@link PartWeights} says: of encoder and decoder below {@code vae}, of the UNet below {@code unet}.
 *
 * @param encoder the encoder, with adapters if it has any; its output is that of {@link VaeEncoder}
 * @param unet the UNet, with adapters if it has any; its inputs are those of
 *     {@link dev.osediff.network.stablediffusion.UNet2DCondition}
 * @param decoder the decoder, with adapters if it has any; its input is that of
 *     {@link dev.osediff.network.stablediffusion.VaeDecoder}
 * @param vae the autoencoder's sizes
 * @param schedule ᾱ
 * @param timestep of the one step, 999
 * @param parts where the trained parameters lie
 */
public record StableDiffusionGenerator(
        Network encoder,
        Network unet,
        Network decoder,
        AutoencoderConfig vae,
        NoiseSchedule schedule,
        int timestep,
        PartWeights parts)
        implements OneStepGenerator, LatentEncoder {
    private static final String VAE = "vae";
    private static final float LEAST_LOG_VARIANCE = -30;
    private static final float MOST_LOG_VARIANCE = 20;

    @Override
    public int inputs() {
        return 4;
    }

    @Override
    public <T> OneStep<T> generate(
            TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs, T target) {
        float scale = vae.scalingFactor();
        T moments = moments(ops, encoder, parts.of(ops, PartWeights.ENCODER, VAE, trained, frozen), inputs.get(0));
        T low = ops.scale(sample(ops, moments, inputs.get(1)), scale);
        Denoiser<T> denoiser =
                Denoiser.of(ops, unet, parts.of(ops, PartWeights.UNET, PartWeights.UNET, trained, frozen));
        T noise = denoiser.predict(low, inputs.get(2), inputs.get(3));
        T high = ops.subtract(
                ops.scale(low, schedule.latentGain(timestep)), ops.scale(noise, schedule.predictionGain(timestep)));
        T unscaled = ops.toComputeType(ops.scale(high, 1 / scale));
        Weights<T> weights = parts.of(ops, PartWeights.DECODER, VAE, trained, frozen);
        T image = ops.toFloat32(decoder.forward(ops, weights, List.of(unscaled)));
        return new OneStep<>(high, ops.clamp(image, -1, 1), target);
    }

    private static <T> T moments(TrainingOps<T> ops, Network encoder, Weights<T> weights, T image) {
        return ops.toFloat32(encoder.forward(ops, weights, List.of(ops.toComputeType(image))));
    }

    private <T> T mean(TrainingOps<T> ops, T moments) {
        return ops.slice(moments, 1, 0, vae.latentChannels());
    }

    private <T> T sample(TrainingOps<T> ops, T moments, T noise) {
        T mean = mean(ops, moments);
        Refused.unlessShaped(ops, "generator", "noise of the posterior", noise, ops.shape(mean));
        int channels = vae.latentChannels();
        T logVariance = ops.clamp(ops.slice(moments, 1, channels, 2 * channels), LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE);
        return ops.add(mean, ops.multiply(ops.exp(ops.scale(logVariance, 0.5f)), noise));
    }

    /** The published encoder, without what was trained: frozen {@code vae.…}. */
    @Override
    public <T> T encode(TrainingOps<T> ops, Weights<T> frozen, T image) {
        VaeEncoder published = new VaeEncoder(vae);
        T mean = mean(ops, moments(ops, published, frozen.at(VAE), image));
        return ops.scale(mean, vae.scalingFactor());
    }
}
