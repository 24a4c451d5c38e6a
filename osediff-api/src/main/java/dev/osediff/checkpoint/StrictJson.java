package dev.osediff.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Parses JSON of a stranger: an object in strict UTF-8 without duplicate names or trailing content, of bounded depth
 * and with a bounded number of values.
 */
final class StrictJson {
    /** Enough for the largest number of tensors; it bounds the memory that brackets in a large header can claim. */
    static final int MOST_TOKENS = 1 << 21;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .maxNestingDepth(100)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /**
     * Parses an object. The text is decoded here, for the parser would also guess UTF-16, UTF-32 and byte order marks.
     *
     * @param what the text's place in the file, for messages
     */
    static JsonNode parse(byte[] json, String what, Refusals refusals) {
        if (json.length == 0 || json[0] != '{') {
            throw refusals.of(what, "no { as first byte", "a JSON object");
        }
        try {
            return JSON.readTree(
                    new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder()));
        } catch (JsonProcessingException e) {
            String found = "not valid JSON: " + Refusals.shown(e.getOriginalMessage());
            throw refusals.of(what, found, "a JSON object", e);
        } catch (IOException e) {
            throw refusals.of(what, "bytes that are not UTF-8", "a JSON object in UTF-8", e);
        }
    }
}
