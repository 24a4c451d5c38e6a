package dev.osediff.model.diffusers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** A config.json of a public model folder, asked field by field; every answer that does not do names file, field and limit. */
final class ConfigFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_LEVELS = 8;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final JsonNode root;

    private ConfigFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /** Reads a file. */
    static ConfigFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(new Problem(
                    "model config " + file,
                    Files.exists(file) ? "not a file" : "no such file",
                    "a JSON file of the public model folder",
                    "Give the folder that holds unet/, vae/, text_encoder/, tokenizer/ and scheduler/."));
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw invalid(file, Files.size(file) + " bytes", "at most " + MOST_BYTES + " bytes", null);
            }
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (!root.isObject()) {
                throw invalid(file, "no JSON object", "a JSON object", null);
            }
            return new ConfigFile(file, root);
        } catch (JsonProcessingException e) {
            throw invalid(file, e.getOriginalMessage(), "a JSON object", e);
        } catch (IOException e) {
            throw invalid(file, e.toString(), "a file that can be read", e);
        }
    }

    private static ModelException invalid(Path file, String found, String limit, Throwable cause) {
        return new ModelException(
                new Problem("model config " + file, found, limit, "Take the file again from the model's source."),
                cause);
    }

    /** Returns an error about a field. */
    ModelException refused(String field, String limit, String nextStep) {
        return new ModelException(
                new Problem("field " + field + " of " + file, String.valueOf(root.get(field)), limit, nextStep));
    }

    private ModelException refused(String field, String limit) {
        return refused(field, limit, "Only models built like Stable Diffusion 2.1-base are read.");
    }

    /** Tells whether a field is there and not null. */
    boolean has(String field) {
        return root.hasNonNull(field);
    }

    /** Tells whether a field is there and true. */
    boolean isTrue(String field) {
        return root.path(field).asBoolean(false);
    }

    /** Throws unless a field is absent, null or equal to a value. */
    void require(String field, Object value) {
        JsonNode node = root.get(field);
        if (has(field) && !Objects.equals(node, JSON.valueToTree(value)) && !sameNumber(node, value)) {
            throw refused(field, String.valueOf(value));
        }
    }

    private static boolean sameNumber(JsonNode node, Object value) {
        return node.isNumber() && value instanceof Number number && node.doubleValue() == number.doubleValue();
    }

    /** Throws unless a field is absent or null. */
    void requireAbsent(String field) {
        if (has(field)) {
            throw refused(field, "null");
        }
    }

    /** Returns a whole number, 1 to 2²⁰. */
    int count(String field) {
        return count(root.path(field), field);
    }

    private int count(JsonNode node, String field) {
        if (!node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.intValue() < 1
                || node.intValue() > MOST_BYTES) {
            throw refused(field, "a whole number from 1 to " + MOST_BYTES);
        }
        return node.intValue();
    }

    int countOr(String field, int otherwise) {
        return has(field) ? count(field) : otherwise;
    }

    /** Returns a positive number. */
    double numberOr(String field, double otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        JsonNode node = root.get(field);
        if (!node.isNumber() || !(node.doubleValue() > 0) || Double.isInfinite(node.doubleValue())) {
            throw refused(field, "a number above 0");
        }
        return node.doubleValue();
    }

    String textOr(String field, String otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        if (!root.get(field).isTextual()) {
            throw refused(field, "a text");
        }
        return root.get(field).textValue();
    }

    /** Returns a list of 1 to 8 whole numbers. */
    List<Integer> counts(String field) {
        List<Integer> values = new ArrayList<>();
        for (JsonNode node : list(field)) {
            values.add(count(node, field));
        }
        return values;
    }

    /** Returns a list of a given length; a single number stands for all. */
    List<Integer> countsOrOne(String field, int length) {
        return root.path(field).isNumber() ? Collections.nCopies(length, count(field)) : counts(field);
    }

    /** Returns a list of 1 to 8 texts. */
    List<String> texts(String field) {
        List<String> values = new ArrayList<>();
        for (JsonNode node : list(field)) {
            if (!node.isTextual()) {
                throw refused(field, "a list of texts");
            }
            values.add(node.textValue());
        }
        return values;
    }

    private JsonNode list(String field) {
        JsonNode node = root.path(field);
        if (!node.isArray() || node.isEmpty() || node.size() > MOST_LEVELS) {
            throw refused(field, "a list of 1 to " + MOST_LEVELS + " entries");
        }
        return node;
    }

    /** Runs a constructor and turns what it refuses into an error about the file. */
    <T> T build(Supplier<T> constructor) {
        try {
            return constructor.get();
        } catch (IllegalArgumentException e) {
            throw invalid(file, e.getMessage(), "sizes that fit each other", e);
        }
    }
}
