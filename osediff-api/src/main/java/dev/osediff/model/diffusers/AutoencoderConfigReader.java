package dev.osediff.model.diffusers;

import dev.osediff.network.stablediffusion.AutoencoderConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads {@code vae/config.json} (osediff.md §4.2); whatever would need another network is refused. */
final class AutoencoderConfigReader {
    private static final double DEFAULT_SCALING_FACTOR = 0.18215;
    private static final Map<String, Object> FIXED = Map.of(
            "_class_name",
            "AutoencoderKL",
            "act_fn",
            "silu",
            "mid_block_add_attention",
            true,
            "use_quant_conv",
            true,
            "use_post_quant_conv",
            true,
            "out_channels",
            3,
            "in_channels",
            3);
    private static final List<String> ABSENT = List.of("latents_mean", "latents_std", "shift_factor");

    private AutoencoderConfigReader() {}

    static AutoencoderConfig read(Path folder) {
        ConfigFile file = ConfigFile.read(folder.resolve("config.json"));
        FIXED.forEach(file::require);
        ABSENT.forEach(file::requireAbsent);
        List<Integer> channels = file.counts("block_out_channels");
        requireKind(file, "down_block_types", channels.size(), "DownEncoderBlock2D");
        requireKind(file, "up_block_types", channels.size(), "UpDecoderBlock2D");
        return file.build(() -> new AutoencoderConfig(
                3,
                file.count("latent_channels"),
                channels,
                file.count("layers_per_block"),
                file.countOr("norm_num_groups", 32),
                (float) file.numberOr("scaling_factor", DEFAULT_SCALING_FACTOR)));
    }

    private static void requireKind(ConfigFile file, String field, int levels, String kind) {
        List<String> types = file.texts(field);
        if (types.size() != levels || !types.stream().allMatch(kind::equals)) {
            throw file.refused(
                    field, levels + " of " + kind, "Only models built like Stable Diffusion 2.1-base are read.");
        }
    }
}
