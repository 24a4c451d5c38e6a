package dev.osediff.djl.training;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.network.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The optimiser's state of one stage on disk, so that an interrupted training goes on where it was. */
final class StateFile {
    private static final String STEP = "step";

    private final Path path;

    StateFile(Path path) {
        this.path = path;
    }

    /**
     * What was saved.
     *
     * @param arrays flat vectors by name
     * @param step optimiser steps done
     */
    record Saved(Map<String, float[]> arrays, long step) {}

    Optional<Saved> load() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            Map<String, float[]> arrays = new LinkedHashMap<>();
            for (String name : file.names()) {
                arrays.put(name, file.load(name).data());
            }
            float[] step = arrays.remove(STEP);
            // Two halves of 12 bits and more: a float32 counts exactly to 2^24 only.
            return Optional.of(new Saved(arrays, (long) step[0] * (1 << 20) + (long) step[1]));
        }
    }

    void save(Map<String, float[]> arrays, long step) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, values) -> tensors.put(name, Tensor.of(values, values.length)));
        tensors.put(STEP, Tensor.of(new float[] {step >> 20, step & ((1 << 20) - 1)}, 2));
        SafeTensorsWriter.write(path, tensors, DataType.F32);
    }

    void delete() throws java.io.IOException {
        Files.deleteIfExists(path);
    }
}
