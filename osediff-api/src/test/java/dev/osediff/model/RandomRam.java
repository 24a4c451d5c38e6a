package dev.osediff.model;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.TorchWriter;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamTagger;
import dev.osediff.network.ram.SwinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Random weights in the layout of the published files of the RAM tagger, of any size, with the keys that no tagger reads. As a
 * program: {@code RandomRam FOLDER [--full]}.
 *
 * @param config sizes
 * @param folder holds the files under their published names
 */
public record RandomRam(RamConfig config, Path folder) {
    /** Two stages; in the first one windows move, in the second one too. Its picture's side is told by a mask. */
    public static final RamConfig TINY =
            new RamConfig(new SwinConfig(24, 2, 3, 4, List.of(2, 2), List.of(2, 4)), 6, 9, 8, 4, 2, 12);

    /** Rank of DAPE's adapters. */
    public static final int RANK = 8;

    private static final String LAYERS = "tagging_head.encoder.layer.";

    /** Writes files. */
    public static void main(String[] args) {
        RamConfig config = args.length > 1 && args[1].equals("--full") ? RamConfig.SWIN_LARGE : TINY;
        System.out.println(new RandomRam(config, Path.of(args[0])).write());
    }

    public Path ram() {
        return folder.resolve("ram_swin_large_14m.pth");
    }

    public Path dape() {
        return folder.resolve("DAPE.pth");
    }

    public Path tags() {
        return folder.resolve("ram_tag_list.txt");
    }

    public Path thresholds() {
        return folder.resolve("ram_tag_list_threshold.txt");
    }

    public RamImport.Sources sources() {
        return new RamImport.Sources(ram(), Optional.of(dape()), tags(), thresholds());
    }

    /** Returns the parameters of the tagger before adapters. */
    public TensorSource weights() {
        return new RandomWeights(new RamTagger(config), 3);
    }

    /** Writes all files. */
    public RandomRam write() {
        return write(ram -> {}, dape -> {});
    }

    /** Writes all files after a change of what the two checkpoints hold. */
    public RandomRam write(Consumer<Map<String, Tensor>> editRam, Consumer<Map<String, Tensor>> editDape) {
        try {
            Files.createDirectories(folder);
            Map<String, Tensor> model = model();
            editRam.accept(model);
            TorchWriter.write(ram(), Map.of("model", model), DataType.F32);
            Map<String, Tensor> adapters = adapters();
            editDape.accept(adapters);
            TorchWriter.write(dape(), adapters, DataType.F32);
            StringBuilder tags = new StringBuilder();
            StringBuilder thresholds = new StringBuilder();
            for (int i = 0; i < config.labels(); i++) {
                tags.append(i == 0 ? "" : "\n").append("tag ").append(i);
                thresholds.append(threshold(i)).append('\n');
            }
            Files.writeString(tags(), tags);
            Files.writeString(thresholds(), thresholds);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a tag's threshold: half of them near one half, one never passed. */
    public float threshold(int label) {
        return label == 1 ? 1 : 0.45f + 0.05f * (label % 3);
    }

    private Map<String, Tensor> model() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        TensorSource weights = weights();
        for (String name : weights.names()) {
            tensors.put(name.replace("tagging_head", "vision_multi"), weights.load(name));
        }
        SwinConfig swin = config.vision();
        int tokens = swin.window() * swin.window();
        int windows = swin.imageSide() / swin.patch() / swin.window();
        tensors.put("visual_encoder.layers.0.blocks.1.attn_mask", Tensor.zeros(windows * windows, tokens, tokens));
        tensors.put("visual_encoder.layers.0.blocks.0.attn.relative_position_index", Tensor.zeros(tokens, tokens));
        tensors.put("tag_encoder.embeddings.word_embeddings.weight", OpsCases.random(5, 11, config.hidden()));
        tensors.put("tag_encoder.encoder.layer.0.attention.self.query.weight", OpsCases.random(6, 8, 8));
        tensors.put("text_decoder.bert.encoder.layer.0.attention.self.key.weight", OpsCases.random(7, 8, 8));
        return tensors;
    }

    private Map<String, Tensor> adapters() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        SwinConfig swin = config.vision();
        for (int stage = 0; stage < swin.depths().size(); stage++) {
            for (int i = 0; i < swin.depths().get(stage); i++) {
                String qkv = "visual_encoder.layers." + stage + ".blocks." + i + ".attn.qkv";
                int c = swin.channels(stage);
                put(tensors, qkv, 2 * RANK, c, 2 * c);
            }
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String attention = LAYERS + layer + ".crossattention.self.";
            put(tensors, attention + "query", RANK, config.hidden(), config.hidden());
            put(tensors, attention + "key", RANK, config.projection(), config.hidden());
        }
        put(tensors, "tag_encoder.encoder.layer.0.attention.self.query", RANK, 8, 8);
        return tensors;
    }

    private static void put(Map<String, Tensor> tensors, String module, int rows, int in, int out) {
        tensors.put(module + ".lora_A", OpsCases.random(module.hashCode(), rows, in));
        tensors.put(module + ".lora_B", OpsCases.random(module.hashCode() + 1, out, RANK));
    }
}
