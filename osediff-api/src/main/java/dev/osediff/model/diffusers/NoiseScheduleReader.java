package dev.osediff.model.diffusers;

import dev.osediff.network.stablediffusion.NoiseSchedule;
import java.nio.file.Path;

/** Reads {@code scheduler/scheduler_config.json} (osediff.md §4.4); only models that predict the noise are taken. */
final class NoiseScheduleReader {
    private NoiseScheduleReader() {}

    static NoiseSchedule read(Path folder) {
        ConfigFile file = ConfigFile.read(folder.resolve("scheduler_config.json"));
        String prediction = file.textOr("prediction_type", "epsilon");
        if (prediction.equals("v_prediction")) {
            throw file.refused(
                    "prediction_type", "epsilon", "This is Stable Diffusion 2.1 (768 pixels); OSEDiff needs 2.1-base.");
        }
        file.require("prediction_type", "epsilon");
        file.requireAbsent("trained_betas");
        NoiseSchedule.Form form =
                switch (file.textOr("beta_schedule", "linear")) {
                    case "linear" -> NoiseSchedule.Form.LINEAR;
                    case "scaled_linear" -> NoiseSchedule.Form.SCALED_LINEAR;
                    default ->
                        throw file.refused(
                                "beta_schedule",
                                "linear or scaled_linear",
                                "Only models built like Stable Diffusion 2.1-base are read.");
                };
        return file.build(() -> new NoiseSchedule(
                file.countOr("num_train_timesteps", 1000),
                file.numberOr("beta_start", 0.0001),
                file.numberOr("beta_end", 0.02),
                form));
    }
}
