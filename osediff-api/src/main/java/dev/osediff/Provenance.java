package dev.osediff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a picture was made: enough to make it again, and to see that nothing was silently different from what was asked.
 * Immutable and thread-safe.
 *
 * @param model the model's name
 * @param modelSha256 SHA-256 of the model's weights, 64 lower-case hexadecimal digits
 * @param backend name of the engine, and of the stages' own where they have others
 * @param device where it ran ("cpu")
 * @param precision arithmetic of the large products ("fp32")
 * @param threads worker threads of one call
 * @param seed seed of all noise
 * @param options what else was asked or chosen, by name: sizes, size rule, colour fix, roundings, whether weights stay in memory
 *     ("kept") or are read for each stage ("staged"), the prompt that was encoded, why this engine was taken; with a prompt
 *     extractor also who made the prompt ("promptBy", "none" after a fallback) and the user's words ("promptWords"), with
 *     guidance its scale and the negative prompt
 * @param tilePlans tile plan of each tiled stage, by the stage's name
 * @param milliseconds wall time of each stage, by the stage's name, and of extracting a prompt ("prompt")
 * @param warnings what differs from what was asked or may surprise, one sentence each
 */
public record Provenance(
        String model,
        String modelSha256,
        String backend,
        String device,
        String precision,
        int threads,
        long seed,
        Map<String, String> options,
        Map<String, String> tilePlans,
        Map<String, Double> milliseconds,
        List<String> warnings) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the collections, in their order. */
    public Provenance {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        tilePlans = Collections.unmodifiableMap(new LinkedHashMap<>(tilePlans));
        milliseconds = Collections.unmodifiableMap(new LinkedHashMap<>(milliseconds));
        warnings = Collections.unmodifiableList(new ArrayList<>(warnings));
    }

    /** Returns the same record with more warnings. */
    Provenance withWarnings(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new Provenance(
                model, modelSha256, backend, device, precision, threads, seed, options, tilePlans, milliseconds, all);
    }

    /** Returns all parts by name, in a fixed order, as strings, numbers, maps and lists. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", model);
        map.put("modelSha256", modelSha256);
        map.put("backend", backend);
        map.put("device", device);
        map.put("precision", precision);
        map.put("threads", threads);
        map.put("seed", seed);
        map.put("options", options);
        map.put("tilePlans", tilePlans);
        map.put("milliseconds", milliseconds);
        map.put("warnings", warnings);
        return Collections.unmodifiableMap(map);
    }

    /** Returns {@link #toMap()} as one line of JSON. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(toMap());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings, numbers, maps and lists always have a JSON form", e);
        }
    }
}
