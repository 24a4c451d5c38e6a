package dev.osediff.pipeline;

import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.List;
import java.util.Objects;

/**
 * A one-step latent model as the pipeline sees it: three networks and the numbers that join them. Immutable.
 *
 * @param name for error texts
 * @param encoder picture [1, 3, H, W] in [-1, 1] to latent [1, z, H/f, W/f]
 * @param denoiser latent, then {@code conditions}, to a prediction of the latent's shape
 * @param decoder latent to picture [1, 3, f·h, f·w], nominally in [-1, 1]
 * @param downFactor picture pixels per latent pixel along one axis, f
 * @param latentChannels z
 * @param conditions the denoiser's further inputs, the same for all tiles (the timestep's sinusoid)
 * @param latentGain a in the one step z_H = a · z_L − b · prediction (osediff.md §1.5 for SD 2.1)
 * @param predictionGain b in the one step
 * @param maxScale largest enlargement that the networks were made for; more is resampled afterwards
 */
public record LatentModel(
        String name,
        Part encoder,
        Part denoiser,
        Part decoder,
        int downFactor,
        int latentChannels,
        List<Tensor> conditions,
        float latentGain,
        float predictionGain,
        double maxScale) {

    /**
     * One network with its weights and what tiles must know of it; lengths are in pixels of the network's input.
     *
     * @param network the computation
     * @param weights its parameters
     * @param halo pixels that a tile reads around what it keeps
     * @param alignment tile offsets and picture sides are multiples of it
     */
    public record Part(Network network, TensorSource weights, int halo, int alignment) {
        /** Refuses null, a negative halo and an alignment below 1. */
        public Part {
            Objects.requireNonNull(network, "network");
            Objects.requireNonNull(weights, "weights");
            if (halo < 0 || alignment < 1) {
                throw new IllegalArgumentException(
                        "halo is at least 0 and alignment at least 1, found " + halo + " and " + alignment);
            }
        }

        /** Returns the same part with another halo. */
        public Part withHalo(int pixels) {
            return new Part(network, weights, pixels, alignment);
        }
    }

    /** Copies the list; refuses an encoder alignment that the down factor does not divide. */
    public LatentModel {
        conditions = List.copyOf(conditions);
        if (downFactor < 1 || latentChannels < 1 || encoder.alignment() % downFactor != 0) {
            throw new IllegalArgumentException("down factor " + downFactor + " must divide the encoder's alignment "
                    + encoder.alignment() + ", and there is at least 1 latent channel, found " + latentChannels);
        }
    }

    /** Returns the same model with another denoiser halo, in latent pixels. */
    public LatentModel withDenoiserHalo(int latentPixels) {
        return new LatentModel(
                name,
                encoder,
                denoiser.withHalo(latentPixels),
                decoder,
                downFactor,
                latentChannels,
                conditions,
                latentGain,
                predictionGain,
                maxScale);
    }

    /** Returns the number, in picture pixels, that the working picture's sides are padded to a multiple of. */
    int pictureAlignment() {
        int latent = lcm(denoiser.alignment(), decoder.alignment());
        return lcm(encoder.alignment(), latent * downFactor);
    }

    private static int lcm(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int rest = x % y;
            x = y;
            y = rest;
        }
        return Math.multiplyExact(a / x, b);
    }
}
