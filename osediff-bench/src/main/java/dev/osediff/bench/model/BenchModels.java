package dev.osediff.bench.model;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.model.EmbeddedModel;
import dev.osediff.model.Model;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.SmallModel;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.TensorSource;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.AutoencoderFolding;
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
 * that the system property {@code osediff.bench.full} names), or a model folder.
 */
public final class BenchModels {
    /** The model inside the library. */
    public static final String EMBEDDED = "embedded";

    /** Stable Diffusion 2.1-base's sizes. */
    public static final String FULL = "full";

    /** System property: a model folder that takes the place of random weights. */
    public static final String FULL_FOLDER = "osediff.bench.full";

    private static final int TOKENS = 77;
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
        if (!Files.isDirectory(Path.of(name))) {
            throw new InvalidOptionException(
                    new Problem("model", name, EMBEDDED + ", " + FULL + " or a model folder", "Choose one of these."));
        }
        return of(Path.of(name).getFileName().toString(), ModelFolder.open(Path.of(name)));
    }

    private static BenchModel of(String name, Model model) {
        return model instanceof StableDiffusionModel published ? of(name, published) : of(name, (SmallModel) model);
    }

    private static BenchModel of(String name, SmallModel model) {
        return new BenchModel(
                name,
                new BenchPart("encode", model.encoder(), model.encoderWeights()),
                new BenchPart("denoise", model.denoiser(), model.denoiserWeights()),
                new BenchPart("decode", model.decoder(), model.decoderWeights()),
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
                settings.schedule(),
                settings.timestep(),
                model.weights().unet(),
                model.weights().autoencoder(),
                model::close);
    }

    private static BenchModel random() {
        UNetConfig unet = UNetConfig.SD21_BASE;
        AutoencoderConfig autoencoder = AutoencoderConfig.SD21_BASE;
        return stableDiffusion(
                FULL,
                unet,
                autoencoder,
                NoiseSchedule.STABLE_DIFFUSION,
                LAST_TIMESTEP,
                new RandomWeights(SEED, new UNet2DCondition(unet)),
                new RandomWeights(SEED, new VaeEncoder(autoencoder), new VaeDecoder(autoencoder)),
                () -> {});
    }

    private static BenchModel stableDiffusion(
            String name,
            UNetConfig unet,
            AutoencoderConfig autoencoder,
            NoiseSchedule schedule,
            int timestep,
            TensorSource unetWeights,
            TensorSource autoencoderWeights,
            Runnable resources) {
        TensorSource folded = AutoencoderFolding.of(autoencoderWeights);
        return new BenchModel(
                name,
                new BenchPart("encode", new VaeEncoder(autoencoder, true), folded),
                new BenchPart("denoise", new OneStepUNet(unet), OneStepFolding.of(unetWeights, unet, timestep)),
                new BenchPart("decode", new VaeDecoder(autoencoder, true), folded),
                autoencoder.downFactor(),
                autoencoder.latentChannels(),
                autoencoder.scalingFactor(),
                List.of(RandomWeights.uniform(SEED, 0, 1, 1, TOKENS, unet.keysValuesChannels())),
                schedule.latentGain(timestep),
                schedule.predictionGain(timestep),
                resources);
    }
}
