package dev.osediff.model;

import static dev.osediff.model.PublishedConfigs.entry;
import static dev.osediff.model.PublishedConfigs.fields;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.checkpoint.TensorEntry;
import dev.osediff.checkpoint.TorchWriter;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Writes a part's parameters as one of the kinds of files that are published, a tensor at a time.
 *
 * @param tensors the parameters
 * @param rename from their names to those in the file
 * @param positions length of the text encoder's extra entry {@code position_ids}; 0 for none
 */
record PublishedWeights(RandomTensors tensors, UnaryOperator<String> rename, int positions) {
    private static final String POSITIONS = "text_model.embeddings.position_ids";

    /** Writes {@code stem.safetensors}. */
    void writeSafeTensors(Path folder, String stem, DataType type) {
        makeFolder(folder);
        write(folder.resolve(stem + ".safetensors"), List.copyOf(names().keySet()), type);
    }

    /** Writes two files and their index. */
    void writeShards(Path folder, String stem, DataType type) {
        makeFolder(folder);
        List<String> all = List.copyOf(names().keySet());
        Map<String, Object> places = new TreeMap<>();
        for (int shard = 0; shard < 2; shard++) {
            String file = stem + "-0000" + (shard + 1) + "-of-00002.safetensors";
            int half = all.size() / 2;
            List<String> names = shard == 0 ? all.subList(0, half) : all.subList(half, all.size());
            write(folder.resolve(file), names, type);
            names.forEach(name -> places.put(name, file));
        }
        PublishedConfigs.write(
                folder.resolve(stem + ".safetensors.index.json"),
                fields(entry("metadata", Map.of("total_size", 0)), entry("weight_map", places)));
    }

    /** Writes {@code stem.bin}, which needs the heap of all tensors. */
    void writeTorch(Path folder, String stem, DataType type) {
        makeFolder(folder);
        Map<String, Tensor> content = new LinkedHashMap<>();
        names().forEach((name, own) -> content.put(name, load(own)));
        TorchWriter.write(folder.resolve(stem + ".bin"), content, type);
    }

    private void write(Path file, List<String> names, DataType type) {
        Map<String, String> own = names();
        List<TensorEntry> entries = new ArrayList<>();
        for (String name : names) {
            boolean extra = own.get(name).equals(POSITIONS);
            int[] shape = extra ? new int[] {1, positions} : tensors.shape(own.get(name));
            entries.add(new TensorEntry(name, extra ? DataType.I64 : type, shape));
        }
        SafeTensorsWriter.write(file, Map.of("format", "pt"), entries, name -> load(own.get(name)));
    }

    /** Returns the names in the file with the parameters' own. */
    private Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        tensors.names().forEach(name -> names.put(rename.apply(name), name));
        if (positions > 0) {
            names.put(rename.apply(POSITIONS), POSITIONS);
        }
        return names;
    }

    private Tensor load(String own) {
        if (!own.equals(POSITIONS)) {
            return tensors.load(own);
        }
        Tensor ids = Tensor.zeros(1, positions);
        for (int i = 0; i < positions; i++) {
            ids.data()[i] = i;
        }
        return ids;
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
