package dev.osediff.model.diffusers;

import dev.osediff.network.stablediffusion.ClipTextConfig;
import java.nio.file.Path;

/** Reads {@code text_encoder/config.json} (osediff.md §4.3); whatever would need another network is refused. */
final class ClipTextConfigReader {
    private ClipTextConfigReader() {}

    static ClipTextConfig read(Path folder) {
        ConfigFile file = ConfigFile.read(folder.resolve("config.json"));
        String activation = file.textOr("hidden_act", "quick_gelu");
        if (!activation.equals("gelu")) {
            throw file.refused(
                    "hidden_act",
                    "gelu",
                    "This is the text encoder of Stable Diffusion 1.x or another model; OSEDiff needs 2.1-base.");
        }
        return file.build(() -> new ClipTextConfig(
                file.count("hidden_size"),
                file.count("intermediate_size"),
                file.count("num_attention_heads"),
                file.count("num_hidden_layers"),
                file.count("vocab_size"),
                file.count("max_position_embeddings"),
                ClipTextConfig.Activation.GELU,
                (float) file.numberOr("layer_norm_eps", 1e-5)));
    }
}
