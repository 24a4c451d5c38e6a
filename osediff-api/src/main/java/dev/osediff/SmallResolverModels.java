package dev.osediff;

import dev.osediff.model.ModelManifest;
import dev.osediff.model.SmallModel;
import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallUNetConfig;
import dev.osediff.pipeline.LatentModel;
import java.util.List;

/** Fits models of the small architecture to the pipeline. */
final class SmallResolverModels {
    /**
     * Latent pixels around a denoiser tile. Everything that the network can see lies within
     * {@link SmallUNetConfig#radius()}, but what is farther than this changes no output by a grey level.
     */
    private static final int DENOISER_HALO = 48;

    private SmallResolverModels() {}

    static ResolverModel of(SmallModel model) {
        ModelManifest manifest = model.manifest();
        return new ResolverModel(
                latent(model),
                manifest.name(),
                manifest.weightsSha256(),
                manifest.scale(),
                manifest.processSize(),
                false);
    }

    private static LatentModel latent(SmallModel model) {
        ModelManifest manifest = model.manifest();
        SmallAutoencoderConfig autoencoder = manifest.autoencoder();
        SmallUNetConfig unet = manifest.unet();
        int f = autoencoder.downFactor();
        return new LatentModel(
                manifest.name(),
                new LatentModel.Part(model.encoder(), model.encoderWeights(), autoencoder.encoderRadius() * f, f),
                new LatentModel.Part(
                        model.denoiser(),
                        model.denoiserWeights(),
                        Math.min(unet.radius(), DENOISER_HALO),
                        unet.alignment()),
                new LatentModel.Part(model.decoder(), model.decoderWeights(), autoencoder.decoderRadius(), 1),
                f,
                autoencoder.latentChannels(),
                List.of(model.timeSinusoid()),
                1f,
                manifest.timestep(),
                manifest.scale());
    }
}
