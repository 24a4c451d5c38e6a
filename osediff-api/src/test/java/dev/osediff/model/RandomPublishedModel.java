package dev.osediff.model;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.TorchWriter;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.ClipTextConfig;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Random weights in exactly the layout of the published files: a Stable Diffusion 2.1-base folder with
 * {@code osediff.pkl} in it, of any size. Everything but the picture's quality can be tested with it.
 *
 * <p>As a program: {@code RandomPublishedModel FOLDER [--full]}; full size is 5.2 GB and takes less than a minute.
 *
 * @param base the folder
 * @param osediff the checkpoint
 */
public record RandomPublishedModel(Path base, Path osediff) {
    /** Two levels, the finer one with transformers. */
    public static final UNetConfig TINY_UNET =
            new UNetConfig(4, 4, List.of(32, 64), List.of(2, 4), List.of(true, false), 1, 24, 8, 1e-5f);

    /** Two levels, so that a latent pixel covers 2 × 2 pixels. */
    public static final AutoencoderConfig TINY_AUTOENCODER =
            new AutoencoderConfig(3, 4, List.of(32, 48), 1, 8, AutoencoderConfig.SD21_BASE.scalingFactor());

    /** Two layers, and the smallest vocabulary. */
    public static final ClipTextConfig TINY_TEXT_ENCODER = new ClipTextConfig(
            24, 48, 4, 2, PublishedTokenizer.LEAST_VOCABULARY, 77, ClipTextConfig.Activation.GELU, 1e-5f);

    private static final Map<String, String> OLD_NAMES =
            Map.of("to_q.", "query.", "to_k.", "key.", "to_v.", "value.", "to_out.0.", "proj_attn.");

    /** Kinds of files that the UNet's weights are published in. */
    public enum UNetFiles {
        /** One safetensors file. */
        ONE,
        /** Several with an index. */
        SHARDS,
        /** A pickle. */
        TORCH
    }

    /** Returns a builder for a tiny model as it is published. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder for Stable Diffusion 2.1-base's own sizes. */
    public static Builder full() {
        return builder()
                .unet(UNetConfig.SD21_BASE)
                .autoencoder(AutoencoderConfig.SD21_BASE)
                .textEncoder(ClipTextConfig.SD21_BASE);
    }

    /** Writes a model into the folder that is named first. */
    public static void main(String[] args) {
        boolean isFull = args.length == 2 && args[1].equals("--full");
        if (args.length == 0 || args.length > 1 && !isFull) {
            System.err.println("usage: RandomPublishedModel FOLDER [--full]");
            System.exit(2);
        }
        RandomPublishedModel written = (isFull ? full() : builder()).write(Path.of(args[0]));
        System.out.println("base model " + written.base() + ", checkpoint " + written.osediff());
    }

    /** Sizes and layout. Not thread-safe. */
    public static final class Builder {
        private UNetConfig unet = TINY_UNET;
        private AutoencoderConfig autoencoder = TINY_AUTOENCODER;
        private ClipTextConfig textEncoder = TINY_TEXT_ENCODER;
        private int rank = 4;
        private long seed = 1;
        private DataType type = DataType.F32;
        private UNetFiles unetFiles = UNetFiles.ONE;
        private boolean oldNames = true;
        private boolean textPrefix = true;
        private boolean whole;

        private Builder() {}

        /** Sets the UNet's sizes. */
        public Builder unet(UNetConfig value) {
            unet = value;
            return this;
        }

        /** Sets the autoencoder's sizes. */
        public Builder autoencoder(AutoencoderConfig value) {
            autoencoder = value;
            return this;
        }

        /** Sets the text encoder's sizes; the vocabulary has at least 526 tokens. */
        public Builder textEncoder(ClipTextConfig value) {
            textEncoder = value;
            return this;
        }

        /** Sets the rank of all adapters; default 4, the release's. */
        public Builder rank(int value) {
            rank = value;
            return this;
        }

        /** Sets the seed of all values. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Sets the element type of the base model's files; default float32. The checkpoint is always float32. */
        public Builder type(DataType value) {
            type = value;
            return this;
        }

        /** Sets the kind of the UNet's files; {@link UNetFiles#TORCH} makes the other parts' files pickles too. */
        public Builder unetFiles(UNetFiles value) {
            unetFiles = value;
            return this;
        }

        /** Sets whether the autoencoder's attention is named query, key, value, proj_attn, as published; default yes. */
        public Builder oldNames(boolean value) {
            oldNames = value;
            return this;
        }

        /** Sets whether the text encoder's names begin with text_model., as published; default yes. */
        public Builder textPrefix(boolean value) {
            textPrefix = value;
            return this;
        }

        /** Sets whether the checkpoint holds whole merged networks instead of adapters; default no. */
        public Builder whole(boolean value) {
            whole = value;
            return this;
        }

        /** Writes everything into a folder, which is made if absent. */
        public RandomPublishedModel write(Path folder) {
            PublishedConfigs.write(folder.resolve("model_index.json"), PublishedConfigs.index());
            PublishedConfigs.write(folder.resolve("unet/config.json"), PublishedConfigs.unet(unet));
            PublishedConfigs.write(folder.resolve("vae/config.json"), PublishedConfigs.autoencoder(autoencoder));
            PublishedConfigs.write(
                    folder.resolve("text_encoder/config.json"), PublishedConfigs.textEncoder(textEncoder));
            PublishedConfigs.write(folder.resolve("scheduler/scheduler_config.json"), PublishedConfigs.scheduler());
            PublishedTokenizer.write(folder.resolve("tokenizer"), textEncoder.vocabulary(), textEncoder.positions());
            writeWeights(folder);
            Path osediff = folder.resolve("osediff.pkl");
            RandomCheckpoint checkpoint = checkpoint();
            TorchWriter.write(osediff, whole ? checkpoint.whole() : checkpoint.adapters(), DataType.F32);
            return new RandomPublishedModel(folder, osediff);
        }

        private void writeWeights(Path folder) {
            UnaryOperator<String> oldName = name -> {
                String old = name;
                for (Map.Entry<String, String> names : OLD_NAMES.entrySet()) {
                    old = old.replace(names.getKey(), names.getValue());
                }
                return old;
            };
            write(
                    new PublishedWeights(unetTensors(), UnaryOperator.identity(), 0),
                    folder.resolve("unet"),
                    "diffusion_pytorch_model");
            write(
                    new PublishedWeights(autoencoderTensors(), oldNames ? oldName : UnaryOperator.identity(), 0),
                    folder.resolve("vae"),
                    "diffusion_pytorch_model");
            write(
                    new PublishedWeights(
                            textTensors(),
                            name -> textPrefix ? name : name.substring("text_model.".length()),
                            textEncoder.positions()),
                    folder.resolve("text_encoder"),
                    unetFiles == UNetFiles.TORCH ? "pytorch_model" : "model");
        }

        private void write(PublishedWeights weights, Path folder, String stem) {
            switch (unetFiles) {
                case TORCH -> weights.writeTorch(folder, stem, type);
                case SHARDS -> {
                    if (folder.endsWith("unet")) {
                        weights.writeShards(folder, stem, type);
                    } else {
                        weights.writeSafeTensors(folder, stem, type);
                    }
                }
                case ONE -> weights.writeSafeTensors(folder, stem, type);
            }
        }

        RandomTensors unetTensors() {
            return new RandomTensors(seed, new UNet2DCondition(unet));
        }

        RandomTensors autoencoderTensors() {
            return new RandomTensors(seed + 1, new VaeEncoder(autoencoder), new VaeDecoder(autoencoder));
        }

        RandomTensors textTensors() {
            return new RandomTensors(seed + 2, new ClipTextEncoder(textEncoder));
        }

        RandomCheckpoint checkpoint() {
            return new RandomCheckpoint(unetTensors(), autoencoderTensors(), rank, seed + 3);
        }
    }
}
