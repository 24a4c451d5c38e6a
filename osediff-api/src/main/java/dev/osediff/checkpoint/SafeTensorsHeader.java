package dev.osediff.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.math.LongMath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The header of a safetensors file: name, type, shape and place of every tensor. Everything in it is checked before
 * anything else is read: what a file claims may come from a stranger.
 */
final class SafeTensorsHeader {
    static final String METADATA = "__metadata__";
    static final int LENGTH_BYTES = 8;
    static final long LARGEST_HEADER_BYTES = 100_000_000;
    private static final String TYPE = "dtype";
    private static final String SHAPE = "shape";
    private static final String PLACE = "data_offsets";

    private final Refusals refusals;
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /**
     * One tensor.
     *
     * @param type element type
     * @param shape axes
     * @param from first byte, counted from the end of the header
     * @param to byte after the last
     */
    record Entry(DataType type, int[] shape, long from, long to) {}

    /**
     * Parses a header.
     *
     * @param json the header's bytes
     * @param dataBytes bytes of the file after the header
     */
    SafeTensorsHeader(byte[] json, long dataBytes, Refusals refusals) {
        this.refusals = refusals;
        JsonNode root = StrictJson.parse(json, "its header", refusals);
        TensorNames.checkCount(root.has(METADATA) ? root.size() - 1 : root.size(), refusals);
        root.properties().forEach(field -> {
            if (field.getKey().equals(METADATA)) {
                readMetadata(field.getValue());
            } else {
                TensorNames.check(field.getKey(), refusals);
                entries.put(field.getKey(), entry("tensor " + Refusals.shown(field.getKey()), field.getValue()));
            }
        });
        checkPlaces(dataBytes);
    }

    /** Returns the tensors by name, sorted. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** Returns the texts under {@link #METADATA}. */
    Map<String, String> metadata() {
        return metadata;
    }

    private void readMetadata(JsonNode node) {
        boolean areTexts = node.isObject();
        for (JsonNode value : node) {
            areTexts &= value.isTextual();
        }
        if (!areTexts) {
            throw refusals.of("its " + METADATA, "other values than texts", "names with texts");
        }
        node.properties()
                .forEach(text -> metadata.put(text.getKey(), text.getValue().textValue()));
    }

    private Entry entry(String what, JsonNode node) {
        DataType type = type(what, node.path(TYPE));
        JsonNode shapeNode = node.path(SHAPE);
        String shapeText = Refusals.shown("shape " + shapeNode);
        int[] shape = shape(what, shapeNode, shapeText);
        long bytes = type.bytes();
        try {
            for (int axis : shape) {
                bytes = LongMath.checkedMultiply(bytes, axis);
            }
        } catch (ArithmeticException e) {
            throw refusals.of(what, shapeText, "a tensor that fits into memory", e);
        }
        JsonNode place = node.path(PLACE);
        String placeText = Refusals.shown(PLACE + " " + place);
        if (!place.isArray() || place.size() != 2 || !isLong(place.get(0)) || !isLong(place.get(1))) {
            throw refusals.of(what, placeText, "two whole numbers below 2^63");
        }
        long from = place.get(0).asLong();
        long to = place.get(1).asLong();
        if (from < 0 || to < from || to - from != bytes) {
            throw refusals.of(what, placeText, bytes + " bytes for " + shapeText);
        }
        if (node.size() != 3) {
            throw refusals.of(what, node.size() + " members", TYPE + ", " + SHAPE + " and " + PLACE + " only");
        }
        return new Entry(type, shape, from, to);
    }

    private DataType type(String what, JsonNode type) {
        try {
            return DataType.valueOf(type.asText());
        } catch (IllegalArgumentException e) {
            throw refusals.of(what, "element type " + Refusals.shown(type.toString()), DataType.all(), e);
        }
    }

    private int[] shape(String what, JsonNode node, String text) {
        if (!node.isArray()) {
            throw refusals.of(what, text, "a list of lengths");
        }
        if (node.size() > TensorNames.MOST_AXES) {
            throw refusals.of(what, node.size() + " axes", "at most " + TensorNames.MOST_AXES);
        }
        int[] shape = new int[node.size()];
        for (int i = 0; i < shape.length; i++) {
            JsonNode axis = node.get(i);
            if (!axis.isIntegralNumber() || !axis.canConvertToInt() || axis.asInt() < 0) {
                throw refusals.of(what, text, "lengths of 0 to 2147483647");
            }
            shape[i] = axis.asInt();
        }
        return shape;
    }

    private static boolean isLong(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }

    /** The tensors fill the data without gaps or overlaps, as the format demands. */
    private void checkPlaces(long dataBytes) {
        List<Map.Entry<String, Entry>> byPlace = new ArrayList<>(entries.entrySet());
        byPlace.sort(Comparator.comparingLong(
                        (Map.Entry<String, Entry> e) -> e.getValue().from())
                .thenComparingLong(e -> e.getValue().to()));
        long end = 0;
        for (Map.Entry<String, Entry> entry : byPlace) {
            if (entry.getValue().from() != end) {
                throw refusals.of(
                        "tensor " + Refusals.shown(entry.getKey()),
                        "starts at byte " + entry.getValue().from(),
                        "byte " + end + ", where the tensor before it ends");
            }
            end = entry.getValue().to();
        }
        if (end != dataBytes) {
            throw refusals.of("its data", dataBytes + " bytes", end + " bytes, as its header says");
        }
    }
}
