package dev.osediff.bench.model;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.model.EmbeddedModel;
import dev.osediff.model.Model;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.RrdbModel;
import dev.osediff.model.SmallModel;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.TensorSource;
import dev.osediff.network.rrdb.RrdbConfig;
import dev.osediff.network.rrdb.RrdbNet;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.AutoencoderFolding;
import dev.osediff.network.stablediffusion.ClipTextConfig;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.NoiseSchedule;
import dev.osediff.network.stablediffusion.OneStepFolding;
import dev.osediff.network.stablediffusion.OneStepUNet;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The models that are timed: "embedded", "full" (Stable Diffusion 2.1-base's sizes with random weights, or those of the model folder
 * that the system property {@code osediff.bench.full} names), "rrdbnet" (Real-ESRGAN's ×4 network with random weights), "tagger"
 * (the picture tagger's, likewise), a model folder, or a GAN's file.
 */
public final class BenchModels {
    /** The model inside the library. */
    public static final String EMBEDDED = "embedded";

    /** Stable Diffusion 2.1-base's sizes. */
    public static final String FULL = "full";

    /** The network that Real-ESRGAN, BSRGAN and LDL share, ×4. */
    public static final String GAN = "rrdbnet";

    /** RAM, the picture tagger. */
    public static final String TAGGER = "tagger";

    /** System property: a model folder that takes the place of random weights. */
    public static final String FULL_FOLDER = "osediff.bench.full";

    private static final int LAST_TIMESTEP = 999;
    private static final long SEED = 7;

    private BenchModels() {}

    /**
     * Opens a model.
     *
     * @throws InvalidOptionException if there is neither a model nor a folder of that name
     * @throws dev.osediff.error.ModelException if a folder's files are damaged
     */
    public static BenchModel open(String name) {
        if (name.equals(EMBEDDED)) {
            return of(name, EmbeddedModel.load());
        }
        if (name.equals(FULL)) {
            String folder = System.getProperty(FULL_FOLDER);
            return folder == null ? random() : of(name, ModelFolder.open(Path.of(folder)));
        }
        if (name.equals(GAN)) {
            RrdbNet network = new RrdbNet(RrdbConfig.X4);
            return direct(name, network, new RandomWeights(SEED, network), () -> {});
        }
        if (name.equals(TAGGER)) {
            return TaggerModel.random();
        }
        if (!Files.exists(Path.of(name))) {
            throw new InvalidOptionException(new Problem(
                    "model",
                    name,
                    EMBEDDED + ", " + FULL + ", " + GAN + ", " + TAGGER + ", a model folder or a GAN's file",
                    "Choose one of these."));
        }
        return of(Path.of(name).getFileName().toString(), ModelFolder.open(Path.of(name)));
    }

    private static BenchModel of(String name, Model model) {
        if (model instanceof StableDiffusionModel published) {
            return of(name, published);
        }
        if (model instanceof RrdbModel gan) {
            return direct(name, gan.network(), gan.weights(), gan::close);
        }
        return of(name, (SmallModel) model);
    }

    private static BenchModel direct(String name, RrdbNet network, TensorSource weights, Runnable resources) {
        BenchPart part = new BenchPart("direct", network, weights);
        return new DirectModel(name, part, network.config().scale(), resources);
    }

    private static BenchModel of(String name, SmallModel model) {
        return new OneStepModel(
                name,
                new BenchPart("encode", model.encoder(), model.encoderWeights()),
                new BenchPart("denoise", model.denoiser(), model.denoiserWeights()),
                new BenchPart("decode", model.decoder(), model.decoderWeights()),
                List.of(),
                model.manifest().autoencoder().downFactor(),
                model.manifest().autoencoder().latentChannels(),
                1,
                List.of(model.timeSinusoid()),
                1,
                model.manifest().timestep(),
                model::close);
    }

    private static BenchModel of(String name, StableDiffusionModel model) {
        StableDiffusionModel.Settings settings = model.settings();
        return stableDiffusion(
                name,
                settings.unet(),
                settings.autoencoder(),
                settings.textEncoder(),
                settings.schedule(),
                settings.timestep(),
                model.weights().unet(),
                model.weights().autoencoder(),
                model.weights().textEncoder(),
                model::close);
    }

    private static BenchModel random() {
        UNetConfig unet = UNetConfig.SD21_BASE;
        AutoencoderConfig autoencoder = AutoencoderConfig.SD21_BASE;
        ClipTextConfig text = ClipTextConfig.SD21_BASE;
        return stableDiffusion(
                FULL,
                unet,
                autoencoder,
                text,
                NoiseSchedule.STABLE_DIFFUSION,
                LAST_TIMESTEP,
                new RandomWeights(SEED, new UNet2DCondition(unet)),
                new RandomWeights(SEED, new VaeEncoder(autoencoder), new VaeDecoder(autoencoder)),
                new RandomWeights(SEED, new ClipTextEncoder(text)),
                () -> {});
    }

    private static BenchModel stableDiffusion(
            String name,
            UNetConfig unet,
            AutoencoderConfig autoencoder,
            ClipTextConfig text,
            NoiseSchedule schedule,
            int timestep,
            TensorSource unetWeights,
            TensorSource autoencoderWeights,
            TensorSource textWeights,
            Runnable resources) {
        TensorSource folded = AutoencoderFolding.of(autoencoderWeights);
        return new OneStepModel(
                name,
                new BenchPart("encode", new VaeEncoder(autoencoder, true), folded),
                new BenchPart("denoise", new OneStepUNet(unet), OneStepFolding.of(unetWeights, unet, timestep)),
                new BenchPart("decode", new VaeDecoder(autoencoder, true), folded),
                List.of(new BenchPart(OneStepModel.TEXT, new ClipTextEncoder(text), textWeights)),
                autoencoder.downFactor(),
                autoencoder.latentChannels(),
                autoencoder.scalingFactor(),
                List.of(RandomWeights.uniform(SEED, 0, 1, 1, OneStepModel.TOKENS, unet.keysValuesChannels())),
                schedule.latentGain(timestep),
                schedule.predictionGain(timestep),
                resources);
    }
}
