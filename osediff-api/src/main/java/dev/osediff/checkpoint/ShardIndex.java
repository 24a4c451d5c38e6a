package dev.osediff.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The index of a checkpoint in several safetensors files: which tensor lies in which file of the same folder. */
final class ShardIndex {
    private static final String MAP = "weight_map";
    private static final int MOST_SHARDS = 1000;

    private final Map<String, String> shardOf = new TreeMap<>();

    /** Parses and checks an index. */
    ShardIndex(byte[] json, Refusals refusals) {
        JsonNode map = StrictJson.parse(json, "the index", refusals).path(MAP);
        if (!map.isObject() || map.isEmpty()) {
            String found = map.isMissingNode() ? "nothing" : Refusals.shown(map.toString());
            throw refusals.of("the " + MAP, found, "an object of tensor names with file names");
        }
        TensorNames.checkCount(map.size(), refusals);
        map.properties().forEach(entry -> {
            TensorNames.check(entry.getKey(), refusals);
            shardOf.put(entry.getKey(), file(entry.getKey(), entry.getValue(), refusals));
        });
        if (shards().size() > MOST_SHARDS) {
            throw refusals.of("the " + MAP, shards().size() + " files", "at most " + MOST_SHARDS);
        }
    }

    private static String file(String tensor, JsonNode node, Refusals refusals) {
        String name = node.asText();
        boolean isPlain = node.isTextual()
                && !name.isBlank()
                && TensorNames.isPrintable(name)
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':')
                && !name.startsWith(".");
        if (!isPlain) {
            throw refusals.of(
                    "tensor " + Refusals.shown(tensor),
                    "file " + Refusals.shown(node.toString()),
                    "the plain name of a file in the index's own folder");
        }
        return name;
    }

    /** Returns the file of each tensor, sorted by tensor. */
    Map<String, String> shardOf() {
        return Collections.unmodifiableMap(shardOf);
    }

    /** Returns the names of all files, sorted. */
    Set<String> shards() {
        return new TreeSet<>(shardOf.values());
    }
}
