package dev.osediff.model.diffusers;

import dev.osediff.network.stablediffusion.UNetConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Reads {@code unet/config.json} (osediff.md §4.1); whatever would need another network is refused. */
final class UNetConfigReader {
    private static final String CROSS = "CrossAttn";

    /** Fields that change the network, and the only value that {@code UNet2DCondition} has. */
    private static final Map<String, Object> FIXED = Map.ofEntries(
            Map.entry("_class_name", "UNet2DConditionModel"),
            Map.entry("act_fn", "silu"),
            Map.entry("attention_type", "default"),
            Map.entry("center_input_sample", false),
            Map.entry("class_embeddings_concat", false),
            Map.entry("conv_in_kernel", 3),
            Map.entry("conv_out_kernel", 3),
            Map.entry("downsample_padding", 1),
            Map.entry("dual_cross_attention", false),
            Map.entry("flip_sin_to_cos", true),
            Map.entry("freq_shift", 0),
            Map.entry("mid_block_scale_factor", 1),
            Map.entry("mid_block_type", "UNetMidBlock2DCrossAttn"),
            Map.entry("only_cross_attention", false),
            Map.entry("resnet_out_scale_factor", 1),
            Map.entry("resnet_skip_time_act", false),
            Map.entry("resnet_time_scale_shift", "default"),
            Map.entry("time_embedding_type", "positional"),
            Map.entry("transformer_layers_per_block", 1));

    /** Fields that ask for parts that {@code UNet2DCondition} does not have. */
    private static final List<String> ABSENT = List.of(
            "class_embed_type",
            "cross_attention_norm",
            "encoder_hid_dim",
            "num_class_embeds",
            "reverse_transformer_layers_per_block",
            "time_cond_proj_dim",
            "time_embedding_act_fn",
            "time_embedding_dim",
            "timestep_post_act");

    private UNetConfigReader() {}

    static UNetConfig read(Path folder) {
        ConfigFile file = ConfigFile.read(folder.resolve("config.json"));
        if (file.has("addition_embed_type")) {
            throw file.refused("addition_embed_type", "null", "This is Stable Diffusion XL; OSEDiff needs 2.1-base.");
        }
        if (!file.isTrue("use_linear_projection")) {
            throw file.refused(
                    "use_linear_projection", "true", "This is Stable Diffusion 1.x; OSEDiff needs 2.1-base.");
        }
        FIXED.forEach(file::require);
        ABSENT.forEach(file::requireAbsent);
        List<Integer> channels = file.counts("block_out_channels");
        // The public files call the number of heads attention_head_dim; num_attention_heads wins where it is given.
        String heads = file.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
        List<Boolean> cross = crossAttention(file, channels.size());
        return file.build(() -> new UNetConfig(
                file.count("in_channels"),
                file.count("out_channels"),
                channels,
                file.countsOrOne(heads, channels.size()),
                cross,
                file.count("layers_per_block"),
                file.count("cross_attention_dim"),
                file.countOr("norm_num_groups", 32),
                (float) file.numberOr("norm_eps", 1e-5)));
    }

    private static List<Boolean> crossAttention(ConfigFile file, int levels) {
        List<Boolean> down = kinds(file, "down_block_types", levels, "DownBlock2D");
        List<Boolean> up = kinds(file, "up_block_types", levels, "UpBlock2D");
        List<Boolean> mirrored = new ArrayList<>(up);
        Collections.reverse(mirrored);
        if (!mirrored.equals(down)) {
            throw file.refused(
                    "up_block_types",
                    "the mirror image of down_block_types",
                    "Only models built like Stable Diffusion 2.1-base are read.");
        }
        return down;
    }

    private static List<Boolean> kinds(ConfigFile file, String field, int levels, String plain) {
        List<String> types = file.texts(field);
        boolean known = types.stream().allMatch(type -> type.equals(plain) || type.equals(CROSS + plain));
        if (types.size() != levels || !known) {
            throw file.refused(
                    field,
                    levels + " of " + plain + " and " + CROSS + plain,
                    "Only models built like Stable Diffusion 2.1-base are read.");
        }
        return types.stream().map(type -> type.startsWith(CROSS)).toList();
    }
}
