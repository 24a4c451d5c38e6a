package dev.osediff.djl.training;

import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import dev.osediff.network.small.SmallUNetConfig;
import java.util.List;

/**
 * The sizes of a small model.
 *
 * @param autoencoder encoder and decoder
 * @param unet denoiser
 * @param timestep t of the one step, in (0, 1]
 */
public record SmallModelSizes(SmallAutoencoderConfig autoencoder, SmallUNetConfig unet, float timestep) {
    /** The embedded model: 5.24 million parameters, 25.5 GMAC for 512 x 512 output pixels. */
    public static final SmallModelSizes EMBEDDED = new SmallModelSizes(
            new SmallAutoencoderConfig(3, 16, 64, 2, 3, 4),
            new SmallUNetConfig(16, List.of(64, 96, 128), 2, 2, 64, 128),
            0.5f);

    /** A few thousand parameters, to try the training itself. */
    public static final SmallModelSizes TINY = new SmallModelSizes(
            new SmallAutoencoderConfig(3, 8, 8, 1, 1, 4), new SmallUNetConfig(8, List.of(8, 8, 8), 1, 1, 8, 8), 0.5f);

    SmallEncoder encoder() {
        return new SmallEncoder(autoencoder);
    }

    SmallDecoder decoder() {
        return new SmallDecoder(autoencoder);
    }

    SmallUNet denoiser() {
        return new SmallUNet(unet);
    }
}
