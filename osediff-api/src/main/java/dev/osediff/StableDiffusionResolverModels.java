package dev.osediff;

import dev.osediff.backend.Backend;
import dev.osediff.backend.CompileSpec;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.CrossAttentionKeysValues;
import dev.osediff.network.stablediffusion.OneStepUNet;
import dev.osediff.network.stablediffusion.TimestepFolding;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import dev.osediff.pipeline.LatentForm;
import dev.osediff.pipeline.LatentModel;
import dev.osediff.pipeline.PromptConditioner;
import dev.osediff.pipeline.StageTiling;
import java.util.List;

/** Fits Stable Diffusion models to the pipeline: OSEDiff's one step (arXiv 2406.08177, eq. 4) at the model's timestep. */
final class StableDiffusionResolverModels {
    /** The reference's UNet tiles, in latent pixels (osediff.md §1.6). */
    private static final StageTiling DENOISER_TILES = new StageTiling.Gaussian(96, 32);

    /** Up to the sizes that the reference's VAE reads whole (osediff.md §1.7), in pixels and latent pixels. */
    private static final int ENCODER_TILE = 1088;

    private static final int DECODER_TILE = 246;
    private static final int ENCODER_OVERLAP = 128;
    private static final int DECODER_OVERLAP = 32;

    private StableDiffusionResolverModels() {}

    static ResolverModel of(
            StableDiffusionModel model, Backend backend, CompileSpec spec, LatentModel.Residency residency) {
        StableDiffusionModel.Settings settings = model.settings();
        UNetConfig unet = settings.unet();
        PromptConditioner conditioner = new PromptConditioner(
                model.tokenizer(),
                new PromptConditioner.TextPart(
                        new ClipTextEncoder(settings.textEncoder()),
                        model.weights().textEncoder()),
                new PromptConditioner.TextPart(
                        new CrossAttentionKeysValues(unet), model.weights().unet()),
                backend,
                spec);
        return new ResolverModel(
                latent(model, residency),
                conditioner,
                model.name(),
                model.sha256(),
                settings.scale(),
                settings.processSize(),
                Rounding.REFERENCE,
                model::close);
    }

    private static LatentModel latent(StableDiffusionModel model, LatentModel.Residency residency) {
        StableDiffusionModel.Settings settings = model.settings();
        int f = settings.autoencoder().downFactor();
        int timestep = settings.timestep();
        int[] conditions = {
            1, settings.textEncoder().positions(), settings.unet().keysValuesChannels()
        };
        return new LatentModel(
                model.name(),
                new LatentModel.Part(
                        new VaeEncoder(settings.autoencoder()),
                        model.weights().autoencoder(),
                        new StageTiling.Feathered(ENCODER_TILE, ENCODER_OVERLAP, f)),
                new LatentModel.Part(
                        new OneStepUNet(settings.unet()),
                        TimestepFolding.of(model.weights().unet(), settings.unet(), timestep),
                        DENOISER_TILES),
                new LatentModel.Part(
                        new VaeDecoder(settings.autoencoder()),
                        model.weights().autoencoder(),
                        new StageTiling.Feathered(DECODER_TILE, DECODER_OVERLAP, 1)),
                f,
                settings.autoencoder().latentChannels(),
                new LatentForm(true, settings.autoencoder().scalingFactor()),
                List.of(conditions),
                settings.schedule().latentGain(timestep),
                settings.schedule().predictionGain(timestep),
                settings.scale(),
                residency);
    }
}
