package dev.osediff.model.diffusers;

import dev.osediff.checkpoint.AttentionNames;
import dev.osediff.checkpoint.CheckpointTensors;
import dev.osediff.checkpoint.Checkpoints;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.TensorSource;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.ClipTextConfig;
import dev.osediff.network.stablediffusion.NoiseSchedule;
import dev.osediff.network.stablediffusion.UNetConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Stable Diffusion model in the layout of the public repositories: {@code unet/ vae/ text_encoder/ tokenizer/ scheduler/},
 * each with its config. Opening reads configs and headers, no weights. Thread-safe; close it to let the files go.
 */
public final class DiffusersFolder implements AutoCloseable {
    private static final String[] NETWORK_FILES = {"diffusion_pytorch_model"};
    private static final String[] TEXT_FILES = {"model", "pytorch_model"};

    private final Path folder;
    private final UNetConfig unet;
    private final AutoencoderConfig autoencoder;
    private final ClipTextConfig textEncoder;
    private final NoiseSchedule schedule;
    private final List<CheckpointTensors> opened = new ArrayList<>();
    private final TensorSource unetWeights;
    private final TensorSource autoencoderWeights;
    private final TensorSource textWeights;

    private DiffusersFolder(Path folder) {
        this.folder = folder;
        refuseOtherModels();
        this.schedule = NoiseScheduleReader.read(folder.resolve("scheduler"));
        this.unet = UNetConfigReader.read(folder.resolve("unet"));
        this.autoencoder = AutoencoderConfigReader.read(folder.resolve("vae"));
        this.textEncoder = ClipTextConfigReader.read(folder.resolve("text_encoder"));
        requireMatch("channels of the latent", unet.inChannels(), autoencoder.latentChannels(), "vae");
        requireMatch("channels of the prediction", unet.outChannels(), autoencoder.latentChannels(), "vae");
        requireMatch("channels of the text", unet.crossAttentionDim(), textEncoder.hidden(), "text_encoder");
        try {
            this.unetWeights = weights("unet", NETWORK_FILES);
            this.autoencoderWeights = AttentionNames.of(weights("vae", NETWORK_FILES));
            this.textWeights = PrefixedNames.of(weights("text_encoder", TEXT_FILES), "text_model.");
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a folder.
     *
     * @throws ModelException naming what is missing, damaged or not built like Stable Diffusion 2.1-base
     */
    public static DiffusersFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw wrong(
                    folder, Files.exists(folder) ? "a file" : "no such folder", "Give the folder of the base model.");
        }
        return new DiffusersFolder(folder);
    }

    private void refuseOtherModels() {
        if (Files.isDirectory(folder.resolve("text_encoder_2"))) {
            throw wrong(folder, "a folder text_encoder_2", "This is Stable Diffusion XL or 3; OSEDiff needs 2.1-base.");
        }
        if (Files.isDirectory(folder.resolve("transformer"))) {
            throw wrong(folder, "a folder transformer", "This is Stable Diffusion 3 or FLUX; OSEDiff needs 2.1-base.");
        }
        for (String part : List.of("unet", "vae", "text_encoder", "tokenizer", "scheduler")) {
            if (!Files.isDirectory(folder.resolve(part))) {
                throw wrong(folder, "no folder " + part, "Fetch the whole model, not only some of its files.");
            }
        }
    }

    private void requireMatch(String what, int inUnet, int inPart, String part) {
        if (inUnet != inPart) {
            throw new ModelException(new Problem(
                    what + " in " + folder,
                    inUnet + " in unet/config.json and " + inPart + " in " + part + "/config.json",
                    "the same in both",
                    "Take all folders from one model."));
        }
    }

    private static ModelException wrong(Path folder, String found, String nextStep) {
        return new ModelException(new Problem(
                "base model " + folder,
                found,
                "the folders unet, vae, text_encoder, tokenizer and scheduler of Stable Diffusion 2.1-base",
                nextStep));
    }

    private CheckpointTensors weights(String part, String[] stems) {
        CheckpointTensors tensors = Checkpoints.open(folder.resolve(part), stems);
        opened.add(tensors);
        return tensors;
    }

    /** Returns the folder. */
    public Path path() {
        return folder;
    }

    /** Returns the folder of the tokenizer's files. */
    public Path tokenizer() {
        return folder.resolve("tokenizer");
    }

    /** Returns the UNet's sizes. */
    public UNetConfig unet() {
        return unet;
    }

    /** Returns the autoencoder's sizes. */
    public AutoencoderConfig autoencoder() {
        return autoencoder;
    }

    /** Returns the text encoder's sizes. */
    public ClipTextConfig textEncoder() {
        return textEncoder;
    }

    /** Returns the noise schedule. */
    public NoiseSchedule schedule() {
        return schedule;
    }

    /** Returns the UNet's parameters. */
    public TensorSource unetWeights() {
        return unetWeights;
    }

    /** Returns the autoencoder's parameters, with today's names. */
    public TensorSource autoencoderWeights() {
        return autoencoderWeights;
    }

    /** Returns the text encoder's parameters, with the published names. */
    public TensorSource textWeights() {
        return textWeights;
    }

    /** Returns the paths of the files that weights are read from. */
    public List<Path> weightFiles() {
        return opened.stream().flatMap(tensors -> tensors.files().stream()).toList();
    }

    @Override
    public void close() {
        opened.forEach(CheckpointTensors::close);
    }
}
