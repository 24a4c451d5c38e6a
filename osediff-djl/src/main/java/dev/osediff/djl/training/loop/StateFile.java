package dev.osediff.djl.training.loop;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.checkpoint.TensorEntry;
import dev.osediff.error.Problem;
import dev.osediff.error.TrainingException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state of a run on disk, so that an interrupted training goes on where it was. It is written under a temporary name
 * and moved: a full disk leaves the former state whole.
 */
public final class StateFile {
    private static final String STEP = "step";
    private static final String SECONDS = "run.seconds";
    private static final String SETTING = "setting.";

    private final Path path;
    private final Map<String, String> settings;

    /** Creates the state of a run that is known by its file's name alone. */
    public StateFile(Path path) {
        this(path, Map.of());
    }

    /**
     * Creates the state of a run that only equal settings may take up.
     *
     * @param settings what a state must have been made with, by name
     */
    public StateFile(Path path, Map<String, String> settings) {
        this.path = path;
        this.settings = Map.copyOf(settings);
    }

    /**
     * What was saved.
     *
     * @param arrays flat vectors by name
     * @param step optimiser steps done
     * @param seconds how long they took
     */
    public record Saved(Map<String, float[]> arrays, long step, double seconds) {
        /**
         * Returns the vectors whose names begin so, without that beginning.
         *
         * @throws TrainingException if one of them is not of this length, or there are none
         */
        public Map<String, float[]> part(String prefix, int length) {
            Map<String, float[]> part = new LinkedHashMap<>();
            arrays.forEach((name, values) -> {
                if (name.startsWith(prefix)) {
                    part.put(name.substring(prefix.length()), values);
                }
            });
            if (part.isEmpty() || part.values().stream().anyMatch(values -> values.length != length)) {
                throw new TrainingException(new Problem(
                        "going on with the saved state's " + (prefix.isEmpty() ? "parameters" : prefix + "*"),
                        part.isEmpty() ? "none" : part.values().iterator().next().length + " numbers",
                        length + " numbers",
                        "Go on with the model and settings that it was made with, or take an empty folder."));
            }
            return part;
        }
    }

    /**
     * Reads the state if there is one.
     *
     * @throws TrainingException if it was made with other settings, naming the first that differs
     * @throws dev.osediff.error.ModelException if it is damaged
     */
    public Optional<Saved> load() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            new TreeMap<>(settings).forEach((name, value) -> requireEqual(name, value, file.metadata()));
            Map<String, float[]> arrays = new LinkedHashMap<>();
            for (String name : file.names()) {
                arrays.put(name, file.load(name).data());
            }
            float[] step = arrays.remove(STEP);
            double seconds = Double.parseDouble(file.metadata().getOrDefault(SECONDS, "0"));
            // Two halves of 12 bits and more: a float32 counts exactly to 2^24 only.
            return Optional.of(new Saved(arrays, (long) step[0] * (1 << 20) + (long) step[1], seconds));
        }
    }

    private void requireEqual(String name, String wanted, Map<String, String> found) {
        String before = found.get(SETTING + name);
        if (!wanted.equals(before)) {
            throw new TrainingException(new Problem(
                    "going on from " + path + " with " + name + " " + wanted,
                    before == null ? "a state that does not tell" : name + " " + before,
                    "the settings that it was made with",
                    "Give the same settings again, or another folder for another run."));
        }
    }

    /**
     * Replaces the state.
     *
     * @throws dev.osediff.error.OutputException if it cannot be written; the former one is whole then
     */
    public void save(Map<String, float[]> arrays, long step, double seconds) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, values) -> tensors.put(name, Tensor.of(values, values.length)));
        tensors.put(STEP, Tensor.of(new float[] {step >> 20, step & ((1 << 20) - 1)}, 2));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(SECONDS, Double.toString(seconds));
        settings.forEach((name, value) -> metadata.put(SETTING + name, value));
        List<TensorEntry> entries = new ArrayList<>();
        tensors.forEach((name, tensor) -> entries.add(new TensorEntry(name, DataType.F32, tensor.shape())));
        SafeTensorsWriter.write(path, metadata, entries, tensors::get);
    }

    /** Removes the state of a finished run. */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
