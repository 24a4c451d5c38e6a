package dev.osediff.examples.cost;

import dev.osediff.model.Model;
import dev.osediff.model.RrdbModel;
import dev.osediff.model.SmallModel;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.Network;
import dev.osediff.network.rrdb.RrdbConfig;
import dev.osediff.network.rrdb.RrdbNet;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.ClipTextConfig;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.OneStepUNet;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.List;
import java.util.Set;

/**
 * A model's networks on one picture.
 *
 * @param name for headings
 * @param published the networks as they are published; empty where there is no such form
 * @param run the networks that run for each picture here: constants are folded, the prompt's part is computed once
 */
public record CostedModel(String name, List<CostedStage> published, List<CostedStage> run) {
    private static final int SAMPLES = 1;

    /** Returns Stable Diffusion 2.1-base on a square picture of that side; no weights are needed. */
    public static CostedModel stableDiffusion(int size) {
        return of("sd21", UNetConfig.SD21_BASE, AutoencoderConfig.SD21_BASE, ClipTextConfig.SD21_BASE, size);
    }

    /** Returns an opened model on a square picture of that side. */
    public static CostedModel of(Model model, int size) {
        if (model instanceof StableDiffusionModel published) {
            StableDiffusionModel.Settings settings = published.settings();
            return of(model.name(), settings.unet(), settings.autoencoder(), settings.textEncoder(), size);
        }
        return model instanceof RrdbModel gan ? rrdb(gan.name(), gan.config(), size) : small((SmallModel) model, size);
    }

    /** Returns a GAN of the RRDB family on a square picture that becomes one of that side; no weights are needed. */
    public static CostedModel rrdb(String name, RrdbConfig config, int size) {
        int side = size / config.scale();
        CostedStage stage = stage(
                "picture to picture", new RrdbNet(config), new int[] {SAMPLES, config.imageChannels(), side, side});
        return new CostedModel(name, List.of(stage), List.of(stage));
    }

    private static CostedModel of(
            String name, UNetConfig unet, AutoencoderConfig autoencoder, ClipTextConfig text, int size) {
        int side = size / autoencoder.downFactor();
        int[] picture = {SAMPLES, autoencoder.imageChannels(), size, size};
        int[] latent = {SAMPLES, autoencoder.latentChannels(), side, side};
        int[] prompt = {SAMPLES, text.positions(), text.hidden()};
        int[] keysValues = {SAMPLES, text.positions(), unet.keysValuesChannels()};
        return new CostedModel(
                name,
                List.of(
                        stage("VAE encoder", new VaeEncoder(autoencoder), picture),
                        stage(
                                "UNet",
                                new UNet2DCondition(unet),
                                latent,
                                new int[] {SAMPLES, unet.timeChannels()},
                                prompt),
                        stage("VAE decoder", new VaeDecoder(autoencoder), latent),
                        stage("CLIP text", new ClipTextEncoder(text), new int[] {SAMPLES, text.positions()})),
                List.of(
                        stage("encode", new VaeEncoder(autoencoder, true), picture),
                        stage("denoise", new OneStepUNet(unet), latent, keysValues),
                        stage("decode", new VaeDecoder(autoencoder, true), latent)));
    }

    private static CostedStage stage(String name, Network network, int[]... shapes) {
        return new CostedStage(name, network, Set.of(), List.of(shapes));
    }

    private static CostedModel small(SmallModel model, int size) {
        int side = size / model.manifest().autoencoder().downFactor();
        int[] latent = {SAMPLES, model.manifest().autoencoder().latentChannels(), side, side};
        return new CostedModel(
                model.name(),
                List.of(),
                List.of(
                        new CostedStage(
                                "encode",
                                model.encoder(),
                                model.encoderWeights().names(),
                                List.of(new int[] {SAMPLES, 3, size, size})),
                        new CostedStage(
                                "denoise",
                                model.denoiser(),
                                model.denoiserWeights().names(),
                                List.of(latent, model.timeSinusoid().shape())),
                        new CostedStage(
                                "decode",
                                model.decoder(),
                                model.decoderWeights().names(),
                                List.of(latent))));
    }
}
