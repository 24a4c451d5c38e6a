package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A checkpoint in several safetensors files with an index ({@code *.safetensors.index.json}). All files are opened and
 * checked against the index at once; tensors are read when they are asked for. Thread-safe.
 */
public final class ShardedSafeTensors implements CheckpointTensors {
    private static final String KIND = "safetensors index";

    private final String origin;
    private final Map<String, String> shardOf;
    private final Map<String, SafeTensorsFile> shards = new TreeMap<>();

    private ShardedSafeTensors(Path indexJson, ShardIndex index, Refusals refusals) {
        this.origin = refusals.origin();
        this.shardOf = index.shardOf();
        Map<String, Path> paths = paths(indexJson, index, refusals);
        try {
            paths.forEach((name, path) -> shards.put(name, SafeTensorsFile.open(path)));
            checkTensors(refusals);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Opens an index and all files that it names, which lie beside it.
     *
     * @throws ModelException if the index is not valid or names files elsewhere, if files are missing or damaged, or if
     *     the index and the files do not list the same tensors
     */
    public static ShardedSafeTensors open(Path indexJson) {
        Refusals refusals = new Refusals(
                indexJson.toString(), "Index and files do not belong together or are damaged; fetch them all again.");
        byte[] json;
        try (CheckpointBytes bytes = CheckpointFiles.open(indexJson, KIND)) {
            if (bytes.size() > SafeTensorsHeader.LARGEST_HEADER_BYTES) {
                throw refusals.of(
                        "the index", bytes.size() + " bytes", "at most " + SafeTensorsHeader.LARGEST_HEADER_BYTES);
            }
            json = bytes.copy(0, (int) bytes.size());
        }
        return new ShardedSafeTensors(indexJson, new ShardIndex(json, refusals), refusals);
    }

    private static Map<String, Path> paths(Path indexJson, ShardIndex index, Refusals refusals) {
        Map<String, Path> paths = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : index.shards()) {
            try {
                paths.put(name, indexJson.resolveSibling(name));
            } catch (InvalidPathException e) {
                throw refusals.of("file " + Refusals.shown(name), "no valid name here", "a file name", e);
            }
            if (!Files.exists(paths.get(name))) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw refusals.of(
                    "the files", "no " + Refusals.shown(String.join(", ", missing)), "all files that the index names");
        }
        return paths;
    }

    private void checkTensors(Refusals refusals) {
        shardOf.forEach((tensor, shard) -> {
            if (!shards.get(shard).names().contains(tensor)) {
                throw refusals.of("tensor " + tensor, "not in " + shard, "the file that the index names for it");
            }
        });
        shards.forEach((shard, file) -> file.names().forEach(tensor -> {
            if (!shard.equals(shardOf.get(tensor))) {
                String listed = shardOf.containsKey(tensor) ? "only in " + shardOf.get(tensor) : "not at all";
                throw refusals.of("tensor " + tensor, "also in " + shard, "listed by the index " + listed);
            }
        }));
    }

    @Override
    public Set<String> names() {
        return shardOf.keySet();
    }

    @Override
    public int[] shape(String name) {
        return shard(name).shape(name);
    }

    @Override
    public DataType type(String name) {
        return shard(name).type(name);
    }

    @Override
    public Tensor load(String name) {
        return shard(name).load(name);
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        files.add(Path.of(origin));
        shards.values().forEach(shard -> files.addAll(shard.files()));
        return files;
    }

    @Override
    public void close() {
        shards.values().forEach(SafeTensorsFile::close);
    }

    private SafeTensorsFile shard(String name) {
        String shard = shardOf.get(name);
        if (shard == null) {
            throw TensorReading.absent(name, origin);
        }
        return shards.get(shard);
    }
}
