package dev.osediff;

import dev.osediff.backend.Engine;
import dev.osediff.color.ColorFix;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.network.stablediffusion.AutoencoderFolding;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.CrossAttentionKeysValues;
import dev.osediff.network.stablediffusion.OneStepFolding;
import dev.osediff.network.stablediffusion.OneStepUNet;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import dev.osediff.pipeline.LatentForm;
import dev.osediff.pipeline.LatentModel;
import dev.osediff.pipeline.PromptConditioner;
import dev.osediff.pipeline.Stage;
import dev.osediff.pipeline.StageTiling;
import java.util.List;
import java.util.Map;

/** Fits Stable Diffusion models to the pipeline: OSEDiff's one step (arXiv 2406.08177, eq. 4) at the model's timestep. */
final class StableDiffusionResolverModels {
    private StableDiffusionResolverModels() {}

    static ResolverModel of(StableDiffusionModel model, Engine engine, LatentModel.Residency residency) {
        StableDiffusionModel.Settings settings = model.settings();
        UNetConfig unet = settings.unet();
        PromptConditioner conditioner = new PromptConditioner(
                model.tokenizer(),
                new PromptConditioner.TextPart(
                        new ClipTextEncoder(settings.textEncoder()),
                        model.weights().textEncoder()),
                new PromptConditioner.TextPart(
                        new CrossAttentionKeysValues(unet), model.weights().unet()),
                engine);
        ModelTiles tiles = new StableDiffusionTiles(settings.autoencoder().downFactor());
        return new ResolverModel(
                latent(model, tiles.of(UpscaleOptions.defaults()), residency),
                tiles,
                conditioner,
                model.name(),
                model.sha256(),
                settings.scale(),
                settings.processSize(),
                Rounding.REFERENCE,
                ColorFix.ADAIN,
                model::close);
    }

    private static LatentModel.Part part(
            StableDiffusionModel model, Network network, TensorSource weights, StageTiling tiling) {
        QuantisationTable layers = model.quantisation().getOrDefault(network.name(), QuantisationTable.NONE);
        return new LatentModel.Part(network, weights, tiling, layers);
    }

    private static LatentModel latent(
            StableDiffusionModel model, Map<Stage, StageTiling> tiles, LatentModel.Residency residency) {
        StableDiffusionModel.Settings settings = model.settings();
        int f = settings.autoencoder().downFactor();
        int timestep = settings.timestep();
        TensorSource autoencoder = AutoencoderFolding.of(model.weights().autoencoder());
        int[] conditions = {
            1, settings.textEncoder().positions(), settings.unet().keysValuesChannels()
        };
        return new LatentModel(
                model.name(),
                part(model, new VaeEncoder(settings.autoencoder(), true), autoencoder, tiles.get(Stage.ENCODE)),
                part(
                        model,
                        new OneStepUNet(settings.unet()),
                        OneStepFolding.of(model.weights().unet(), settings.unet(), timestep),
                        tiles.get(Stage.DENOISE)),
                part(model, new VaeDecoder(settings.autoencoder(), true), autoencoder, tiles.get(Stage.DECODE)),
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
