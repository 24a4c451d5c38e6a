package dev.osediff.examples.cli;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a tiny model with the stages that distillation needs: its own UNet as prior, its own encoder as the first one. */
final class TinyStages {
    private TinyStages() {}

    static Path write(Path folder, boolean withAutoencoder) throws IOException {
        TinyModel.write(folder);
        write(folder, "unet.", "prior");
        if (withAutoencoder) {
            write(folder, "encoder.", "autoencoder");
        }
        return folder;
    }

    private static void write(Path folder, String part, String stage) throws IOException {
        Map<String, Tensor> values = new LinkedHashMap<>();
        try (SafeTensorsFile model = SafeTensorsFile.open(folder.resolve("model.safetensors"))) {
            model.names().stream().filter(name -> name.startsWith(part)).forEach(name -> {
                values.put(name, model.load(name));
            });
        }
        Path training = Files.createDirectories(folder.resolve("training"));
        SafeTensorsWriter.write(training.resolve(stage + ".safetensors"), values, DataType.F32);
    }
}
