package dev.osediff;

import dev.osediff.color.ColorFix;
import dev.osediff.model.ModelManifest;
import dev.osediff.model.SmallModel;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallUNetConfig;
import dev.osediff.pipeline.Conditioner;
import dev.osediff.pipeline.LatentForm;
import dev.osediff.pipeline.LatentModel;
import dev.osediff.pipeline.StageTiling;
import java.util.List;

/** Fits models of the small architecture to the pipeline. */
final class SmallResolverModels {
    /**
     * Latent pixels around a denoiser tile. Everything that the network can see lies within
     * {@link SmallUNetConfig#radius()}, but what is farther than this changes no output by a grey level.
     */
    private static final int DENOISER_HALO = 48;

    /** Side beyond which larger tiles gain nothing, in working pixels: the halo is then a few percent. */
    private static final int PICTURE_TILE = 1024;

    /** The same for the denoiser, whose halo is wider. */
    private static final int DENOISER_TILE = 4096;

    private SmallResolverModels() {}

    static ResolverModel of(SmallModel model) {
        ModelManifest manifest = model.manifest();
        return new ResolverModel(
                latent(model),
                ModelTiles.exact(manifest.name()),
                Conditioner.fixed(List.of(model.timeSinusoid()), manifest.name()),
                manifest.name(),
                manifest.weightsSha256(),
                manifest.scale(),
                manifest.processSize(),
                Rounding.NEAREST,
                ColorFix.ADAIN,
                () -> {});
    }

    private static LatentModel.Part part(SmallModel model, Network network, TensorSource weights, StageTiling tiling) {
        QuantisationTable layers = model.quantisation().getOrDefault(network.name(), QuantisationTable.NONE);
        return new LatentModel.Part(network, weights, tiling, layers);
    }

    private static LatentModel latent(SmallModel model) {
        ModelManifest manifest = model.manifest();
        SmallAutoencoderConfig autoencoder = manifest.autoencoder();
        SmallUNetConfig unet = manifest.unet();
        int f = autoencoder.downFactor();
        return new LatentModel(
                manifest.name(),
                part(
                        model,
                        model.encoder(),
                        model.encoderWeights(),
                        new StageTiling.Halo(autoencoder.encoderRadius() * f, f, PICTURE_TILE)),
                part(
                        model,
                        model.denoiser(),
                        model.denoiserWeights(),
                        new StageTiling.Halo(
                                Math.min(unet.radius(), DENOISER_HALO), unet.alignment(), DENOISER_TILE / f)),
                part(
                        model,
                        model.decoder(),
                        model.decoderWeights(),
                        new StageTiling.Halo(autoencoder.decoderRadius(), 1, PICTURE_TILE / f)),
                f,
                autoencoder.latentChannels(),
                LatentForm.PLAIN,
                List.of(model.timeSinusoid().shape()),
                1f,
                manifest.timestep(),
                manifest.scale(),
                LatentModel.Residency.KEPT);
    }
}
