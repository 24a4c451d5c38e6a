package dev.osediff.model;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.ClipTextConfig;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.NoiseSchedule;
import dev.osediff.network.stablediffusion.OneStepUNet;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import dev.osediff.prompt.ClipTokenizer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Stable Diffusion model that was fine-tuned as OSEDiff (arXiv 2406.08177): sizes, parameters that are read when an engine
 * asks for them, tokenizer and noise schedule. Thread-safe; close it after the last engine has read what it needs.
 */
public final class StableDiffusionModel implements Model {
    private final String name;
    private final String sha256;
    private final Settings settings;
    private final Weights weights;
    private final ClipTokenizer tokenizer;
    private final List<AutoCloseable> resources;
    private final Map<String, QuantisationTable> quantisation;

    /**
     * What decides the computation besides the parameters.
     *
     * @param scale the enlargement it was trained for
     * @param processSize least short side it works at, in output pixels; 0 for none
     * @param timestep of the one step
     * @param unet sizes of the denoiser
     * @param autoencoder sizes of encoder and decoder
     * @param textEncoder sizes of the text encoder
     * @param schedule the noise schedule
     */
    public record Settings(
            double scale,
            int processSize,
            int timestep,
            UNetConfig unet,
            AutoencoderConfig autoencoder,
            ClipTextConfig textEncoder,
            NoiseSchedule schedule) {
        /** The published models': ×4, 512 pixels, the last timestep. */
        static Settings published(
                UNetConfig unet, AutoencoderConfig autoencoder, ClipTextConfig textEncoder, NoiseSchedule schedule) {
            return new Settings(4, 512, schedule.trainTimesteps() - 1, unet, autoencoder, textEncoder, schedule);
        }

        /** Refuses null, values out of range, and parts whose channels differ where they meet. */
        public Settings {
            Objects.requireNonNull(unet, "unet");
            Objects.requireNonNull(autoencoder, "autoencoder");
            Objects.requireNonNull(textEncoder, "textEncoder");
            Objects.requireNonNull(schedule, "schedule");
            require(scale > 1 && scale <= 8, "scale " + scale + ", above 1 and at most 8");
            require(processSize >= 0 && processSize <= 4096, "processSize " + processSize + ", 0 to 4096");
            require(
                    timestep >= 0 && timestep < schedule.trainTimesteps(),
                    "timestep " + timestep + ", 0 to " + (schedule.trainTimesteps() - 1));
            int latent = autoencoder.latentChannels();
            require(
                    unet.inChannels() == latent && unet.outChannels() == latent,
                    "channels of the latent " + latent + ", " + unet.inChannels() + " and " + unet.outChannels());
            require(
                    unet.crossAttentionDim() == textEncoder.hidden(),
                    "channels of the text " + unet.crossAttentionDim() + " and " + textEncoder.hidden());
            require(autoencoder.imageChannels() == 3, autoencoder.imageChannels() + " image channels, 3");
        }

        private static void require(boolean right, String text) {
            if (!right) {
                throw new IllegalArgumentException(text);
            }
        }
    }

    /**
     * The parameters, by their published names.
     *
     * @param unet of {@link UNet2DCondition}
     * @param autoencoder of {@link VaeEncoder} and {@link VaeDecoder}
     * @param textEncoder of {@link ClipTextEncoder}
     */
    public record Weights(TensorSource unet, TensorSource autoencoder, TensorSource textEncoder) {}

    /** A part of a model and its parameters. */
    record Part(String name, List<Network> networks, TensorSource weights) {}

    StableDiffusionModel(
            String name,
            String sha256,
            Settings settings,
            Weights weights,
            ClipTokenizer tokenizer,
            List<AutoCloseable> resources) {
        this(name, sha256, settings, weights, tokenizer, resources, Map.of());
        parts(settings, weights).forEach(PartCheck::require);
        requireFits(tokenizer, settings.textEncoder());
    }

    private StableDiffusionModel(
            String name,
            String sha256,
            Settings settings,
            Weights weights,
            ClipTokenizer tokenizer,
            List<AutoCloseable> resources,
            Map<String, QuantisationTable> quantisation) {
        this.name = name;
        this.sha256 = sha256;
        this.settings = settings;
        this.weights = weights;
        this.tokenizer = tokenizer;
        this.resources = List.copyOf(resources);
        this.quantisation = Map.copyOf(quantisation);
    }

    /** Returns the same model, files included, with layers that can compute in 8 bits; one of the two is to be closed. */
    StableDiffusionModel quantised(Map<String, QuantisationTable> tables) {
        return new StableDiffusionModel(name, sha256, settings, weights, tokenizer, resources, tables);
    }

    /** Returns the layers of each network that engines get, folded, by its name. */
    Map<String, Set<String>> layerKeys() {
        Set<String> autoencoder = weights.autoencoder().names();
        return LayerKeys.of(Map.of(
                new VaeEncoder(settings.autoencoder(), true),
                autoencoder,
                new OneStepUNet(settings.unet()),
                weights.unet().names(),
                new VaeDecoder(settings.autoencoder(), true),
                autoencoder));
    }

    /** Throws if a tokenizer gives more ids, or larger ones, than a text encoder takes. */
    static void requireFits(ClipTokenizer tokenizer, ClipTextConfig textEncoder) {
        if (tokenizer.length() > textEncoder.positions() || tokenizer.largestId() >= textEncoder.vocabulary()) {
            throw new ModelException(new Problem(
                    "tokenizer of the model",
                    tokenizer.length() + " ids of at most " + tokenizer.largestId(),
                    textEncoder.positions() + " ids of at most " + (textEncoder.vocabulary() - 1)
                            + ", which the text encoder takes",
                    "Take all folders from one model."));
        }
    }

    static List<Part> parts(Settings settings, Weights weights) {
        return List.of(
                new Part("unet", List.of(new UNet2DCondition(settings.unet())), weights.unet()),
                new Part(
                        "vae",
                        List.of(new VaeEncoder(settings.autoencoder()), new VaeDecoder(settings.autoencoder())),
                        weights.autoencoder()),
                new Part("text_encoder", List.of(new ClipTextEncoder(settings.textEncoder())), weights.textEncoder()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public String identity() {
        return Digests.ofText(sha256 + settings + new TreeMap<>(quantisation));
    }

    @Override
    public Map<String, QuantisationTable> quantisation() {
        return quantisation;
    }

    /** Returns what decides the computation besides the parameters. */
    public Settings settings() {
        return settings;
    }

    /** Returns the parameters. */
    public Weights weights() {
        return weights;
    }

    /** Returns the tokenizer. */
    public ClipTokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public void close() {
        Resources.close(resources);
    }
}
