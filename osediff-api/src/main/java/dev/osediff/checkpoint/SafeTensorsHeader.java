package dev.osediff.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.math.LongMath;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
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
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String origin;
    private final Map<String, Entry> entries = new TreeMap<>();

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
     * @param origin the file, for messages
     */
    SafeTensorsHeader(byte[] json, long dataBytes, String origin) {
        this.origin = origin;
        JsonNode root = parse(json);
        root.properties().forEach(field -> {
            if (field.getKey().equals(METADATA)) {
                checkMetadata(field.getValue());
            } else {
                entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
            }
        });
        checkPlaces(dataBytes);
    }

    /** The text is decoded here, for the parser would also guess UTF-16, UTF-32 and byte order marks. */
    private JsonNode parse(byte[] json) {
        if (json.length == 0 || json[0] != '{') {
            throw failure("its header", "no { as first byte", "a JSON object", null);
        }
        try {
            return JSON.readTree(
                    new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder()));
        } catch (JsonProcessingException e) {
            throw failure("its header", "not valid JSON: " + e.getOriginalMessage(), "a JSON object", e);
        } catch (IOException e) {
            throw failure("its header", "bytes that are not UTF-8", "a JSON object in UTF-8", e);
        }
    }

    private void checkMetadata(JsonNode metadata) {
        boolean areTexts = metadata.isObject();
        for (JsonNode value : metadata) {
            areTexts &= value.isTextual();
        }
        if (!areTexts) {
            throw failure("its " + METADATA, "other values than texts", "names with texts", null);
        }
    }

    Map<String, Entry> entries() {
        return entries;
    }

    private Entry entry(String name, JsonNode node) {
        String what = "tensor " + name;
        JsonNode type = node.path("dtype");
        DataType dataType;
        try {
            dataType = DataType.valueOf(type.asText());
        } catch (IllegalArgumentException e) {
            throw failure(what, "element type " + type, "F32, F16, BF16, F64 or I64", e);
        }
        JsonNode shapeNode = node.path("shape");
        if (!shapeNode.isArray()) {
            throw failure(what, "shape " + shapeNode, "a list of lengths", null);
        }
        int[] shape = new int[shapeNode.size()];
        long bytes = dataType.bytes();
        try {
            for (int i = 0; i < shape.length; i++) {
                JsonNode axis = shapeNode.get(i);
                if (!axis.isIntegralNumber() || !axis.canConvertToInt() || axis.asInt() < 0) {
                    throw failure(what, "shape " + shapeNode, "lengths of 0 to 2147483647", null);
                }
                shape[i] = axis.asInt();
                bytes = LongMath.checkedMultiply(bytes, shape[i]);
            }
        } catch (ArithmeticException e) {
            throw failure(what, "shape " + shapeNode, "a tensor that fits into memory", e);
        }
        JsonNode offsets = node.path("data_offsets");
        if (!offsets.isArray() || offsets.size() != 2 || !isLong(offsets.get(0)) || !isLong(offsets.get(1))) {
            throw failure(what, "data_offsets " + offsets, "two whole numbers below 2^63", null);
        }
        long from = offsets.get(0).asLong();
        long to = offsets.get(1).asLong();
        if (from < 0 || to < from || to - from != bytes) {
            throw failure(what, "data_offsets " + offsets, bytes + " bytes for shape " + shapeNode, null);
        }
        return new Entry(dataType, shape, from, to);
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
                throw failure(
                        "tensor " + entry.getKey(),
                        "starts at byte " + entry.getValue().from(),
                        "byte " + end + ", where the tensor before it ends",
                        null);
            }
            end = entry.getValue().to();
        }
        if (end != dataBytes) {
            throw failure("its data", dataBytes + " bytes", end + " bytes, as its header says", null);
        }
    }

    private ModelException failure(String what, String found, String limit, Throwable cause) {
        return failure(origin, what, found, limit, cause);
    }

    static ModelException failure(String origin, String what, String found, String limit, Throwable cause) {
        Problem problem = new Problem(
                what + " of " + origin,
                found,
                limit,
                "The file is damaged or not safetensors; fetch or write it again.");
        return cause == null ? new ModelException(problem) : new ModelException(problem, cause);
    }
}
