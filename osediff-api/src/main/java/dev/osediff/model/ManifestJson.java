package dev.osediff.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;

/** Reads and writes manifests: records as JSON, strictly. */
final class ManifestJson {
    private static final int MOST_BYTES = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private static final String WANTED = "the fields of this version's format";

    private ManifestJson() {}

    /** Reads a record; {@code origin} is for error texts. */
    static <T> T read(byte[] json, Class<T> type, String origin) {
        T manifest = parse(json, type, origin);
        if (manifest == null) {
            throw invalid(origin, "null", WANTED, null);
        }
        return manifest;
    }

    /** Returns the field that tells which form the others have; an empty text where there is none. */
    static String architecture(byte[] json, String origin) {
        return read(json, JsonNode.class, origin).path("architecture").asText("");
    }

    private static <T> T parse(byte[] json, Class<T> type, String origin) {
        if (json.length > MOST_BYTES) {
            throw invalid(origin, json.length + " bytes", "at most " + MOST_BYTES + " bytes", null);
        }
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw invalid(origin, e.getOriginalMessage() + place, WANTED, e);
        } catch (IOException e) {
            throw invalid(origin, e.toString(), WANTED, e);
        }
    }

    /** Throws if something is not as it must be. */
    static void require(boolean right, String origin, String found, String limit) {
        if (!right) {
            throw invalid(origin, found, limit, null);
        }
    }

    static ModelException invalid(String origin, String found, String limit, Throwable cause) {
        Problem problem = new Problem(
                "model manifest " + origin,
                found,
                limit,
                "Take a model folder that this version of the library wrote.");
        return cause == null ? new ModelException(problem) : new ModelException(problem, cause);
    }

    /** Returns a record as indented JSON in UTF-8. */
    static byte[] write(Object manifest) {
        try {
            return JSON.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and numbers always have a JSON form", e);
        }
    }
}
