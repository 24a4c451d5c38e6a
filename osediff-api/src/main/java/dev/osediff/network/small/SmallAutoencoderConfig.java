package dev.osediff.network.small;

/**
 * Sizes of the embedded model's autoencoder, a residual network without normalisation around a linear shortcut.
 *
 * @param imageChannels channels of the picture, 3
 * @param latentChannels channels of the latent
 * @param hiddenChannels channels of the residual blocks
 * @param encoderBlocks residual blocks of the encoder
 * @param decoderBlocks residual blocks of the decoder
 * @param downFactor picture pixels per latent pixel in each direction
 */
public record SmallAutoencoderConfig(
        int imageChannels,
        int latentChannels,
        int hiddenChannels,
        int encoderBlocks,
        int decoderBlocks,
        int downFactor) {
    /** Refuses sizes below 1. */
    public SmallAutoencoderConfig {
        if (imageChannels < 1
                || latentChannels < 1
                || hiddenChannels < 1
                || encoderBlocks < 1
                || decoderBlocks < 1
                || downFactor < 1) {
            throw new IllegalArgumentException(
                    "all sizes must be at least 1, found " + imageChannels + ", " + latentChannels + ", "
                            + hiddenChannels + ", " + encoderBlocks + ", " + decoderBlocks + ", " + downFactor);
        }
    }

    /** Returns the channels of a picture after space to depth. */
    public int blockChannels() {
        return imageChannels * downFactor * downFactor;
    }

    /** Returns how far, in latent pixels, the encoder looks beyond its own. */
    public int encoderRadius() {
        return 2 + 2 * encoderBlocks;
    }

    /** Returns how far, in latent pixels, the decoder looks beyond its own. */
    public int decoderRadius() {
        return 2 + 2 * decoderBlocks;
    }
}
