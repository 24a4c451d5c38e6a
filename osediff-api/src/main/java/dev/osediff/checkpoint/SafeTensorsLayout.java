package dev.osediff.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osediff.network.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where each tensor of a new safetensors file goes: wide element types first, so that every element is aligned, and by
 * name among equals; data aligned to 64 bytes.
 */
final class SafeTensorsLayout {
    private static final int ALIGNMENT = 64;
    private static final JsonMapper JSON = new JsonMapper();

    private final List<TensorEntry> entries;
    private final byte[] header;

    SafeTensorsLayout(List<TensorEntry> tensors, Map<String, String> metadata) {
        entries = new ArrayList<>(tensors);
        entries.sort(
                Comparator.comparingInt((TensorEntry entry) -> -entry.type().bytes())
                        .thenComparing(TensorEntry::name));
        Set<String> names = new HashSet<>();
        for (TensorEntry entry : entries) {
            if (!names.add(entry.name())) {
                throw new IllegalArgumentException("two tensors are named " + entry.name());
            }
        }
        if (names.size() > TensorNames.MOST_TENSORS) {
            throw new IllegalArgumentException(names.size() + " tensors; at most " + TensorNames.MOST_TENSORS);
        }
        header = header(metadata);
    }

    /** Returns the tensors in the order of their data. */
    List<TensorEntry> entries() {
        return entries;
    }

    /** Returns all bytes before the data. */
    byte[] header() {
        return header;
    }

    private byte[] header(Map<String, String> metadata) {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject(SafeTensorsHeader.METADATA);
            new TreeMap<>(metadata).forEach(texts::put);
        }
        long at = 0;
        for (TensorEntry entry : entries) {
            long end = Math.addExact(at, Math.multiplyExact(Tensor.elements(entry.shape()), (long)
                    entry.type().bytes()));
            ObjectNode node =
                    root.putObject(entry.name()).put("dtype", entry.type().name());
            node.set("shape", JSON.valueToTree(entry.shape()));
            node.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] json = json(root);
        int padding = Math.floorMod(-(json.length + SafeTensorsHeader.LENGTH_BYTES), ALIGNMENT);
        if (json.length + padding > SafeTensorsHeader.LARGEST_HEADER_BYTES) {
            throw new IllegalArgumentException("a header of " + json.length + " bytes");
        }
        return ByteBuffer.allocate(SafeTensorsHeader.LENGTH_BYTES + json.length + padding)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length + padding)
                .put(json)
                .put(" ".repeat(padding).getBytes(StandardCharsets.UTF_8))
                .array();
    }

    private static byte[] json(ObjectNode root) {
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
    }
}
