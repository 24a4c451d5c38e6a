package dev.osediff.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file of a tokenizer, checked as far as its form goes: size, UTF-8, JSON.
 *
 * @param origin the file, for messages
 * @param content its bytes
 */
record TokenizerFile(String origin, byte[] content) {
    /** The largest public vocabularies have a few megabytes. */
    static final long MOST_BYTES = 16L << 20;

    /** A damaged file may be one long line. */
    private static final int MOST_SHOWN = 200;

    private static final String READABLE = "a readable file";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Refuses what is too large. */
    TokenizerFile {
        requireSize(origin, content.length);
    }

    /** Reads a file whose size is checked first; one that grows meanwhile is cut off at the limit and refused. */
    static TokenizerFile read(Path path) {
        String origin = path.toString();
        if (!Files.isRegularFile(path)) {
            throw Files.exists(path) ? failure(origin, "a folder, device or pipe", READABLE, null) : missing(origin);
        }
        try (var in = Files.newInputStream(path)) {
            requireSize(origin, Files.size(path));
            return new TokenizerFile(origin, in.readNBytes((int) MOST_BYTES + 1));
        } catch (IOException e) {
            throw failure(origin, e.toString(), READABLE, e);
        }
    }

    static ModelException missing(String origin) {
        return failure(origin, "no such file", READABLE, null);
    }

    private static void requireSize(String origin, long bytes) {
        if (bytes > MOST_BYTES) {
            throw failure(origin, bytes + " bytes", "at most " + MOST_BYTES + " bytes", null);
        }
    }

    /** Returns the content as text. */
    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw failure("bytes that are not UTF-8", "text in UTF-8", e);
        }
    }

    /** Returns the content as a JSON object. */
    JsonNode object() {
        JsonNode root;
        try {
            root = JSON.readTree(text());
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw failure(place + e.getOriginalMessage(), "one JSON object", e);
        }
        if (!root.isObject()) {
            throw failure("JSON that is no object", "one JSON object", null);
        }
        return root;
    }

    ModelException failure(String found, String limit, Throwable cause) {
        return failure(origin, found, limit, cause);
    }

    private static ModelException failure(String origin, String found, String limit, Throwable cause) {
        String shown = found.length() > MOST_SHOWN ? found.substring(0, MOST_SHOWN) + "…" : found;
        return new ModelException(
                new Problem(
                        "tokenizer file " + origin,
                        shown,
                        limit,
                        "Take all files of the tokenizer from one model folder, unchanged."),
                cause);
    }
}
