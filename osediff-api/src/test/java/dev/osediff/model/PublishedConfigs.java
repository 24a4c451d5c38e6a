package dev.osediff.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.ClipTextConfig;
import dev.osediff.network.stablediffusion.UNetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON files of a public Stable Diffusion 2.1-base folder, with all their fields (osediff.md §4.1 to 4.4). */
final class PublishedConfigs {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "0.10.0.dev0";

    private PublishedConfigs() {}

    static Map<String, Object> unet(UNetConfig config) {
        List<String> down = blocks(config, "DownBlock2D");
        List<String> up = blocks(config, "UpBlock2D");
        Collections.reverse(up);
        return fields(
                entry("_class_name", "UNet2DConditionModel"),
                entry("_diffusers_version", VERSION),
                entry("act_fn", "silu"),
                entry("attention_head_dim", config.attentionHeads()),
                entry("block_out_channels", config.blockOutChannels()),
                entry("center_input_sample", false),
                entry("cross_attention_dim", config.crossAttentionDim()),
                entry("down_block_types", down),
                entry("downsample_padding", 1),
                entry("dual_cross_attention", false),
                entry("flip_sin_to_cos", true),
                entry("freq_shift", 0),
                entry("in_channels", config.inChannels()),
                entry("layers_per_block", config.layersPerBlock()),
                entry("mid_block_scale_factor", 1),
                entry("norm_eps", decimal(config.normEpsilon())),
                entry("norm_num_groups", config.normNumGroups()),
                entry("num_class_embeds", null),
                entry("only_cross_attention", false),
                entry("out_channels", config.outChannels()),
                entry("sample_size", 64),
                entry("up_block_types", up),
                entry("use_linear_projection", true));
    }

    private static List<String> blocks(UNetConfig config, String plain) {
        List<String> blocks = new ArrayList<>();
        config.crossAttention().forEach(cross -> blocks.add(cross ? "CrossAttn" + plain : plain));
        return blocks;
    }

    static Map<String, Object> autoencoder(AutoencoderConfig config) {
        int levels = config.blockOutChannels().size();
        Map<String, Object> fields = fields(
                entry("_class_name", "AutoencoderKL"),
                entry("_diffusers_version", VERSION),
                entry("act_fn", "silu"),
                entry("block_out_channels", config.blockOutChannels()),
                entry("down_block_types", Collections.nCopies(levels, "DownEncoderBlock2D")),
                entry("in_channels", config.imageChannels()),
                entry("latent_channels", config.latentChannels()),
                entry("layers_per_block", config.layersPerBlock()),
                entry("norm_num_groups", config.normNumGroups()),
                entry("out_channels", config.imageChannels()),
                entry("sample_size", 768),
                entry("up_block_types", Collections.nCopies(levels, "UpDecoderBlock2D")));
        if (config.scalingFactor() != AutoencoderConfig.SD21_BASE.scalingFactor()) {
            fields.put("scaling_factor", decimal(config.scalingFactor()));
        }
        return fields;
    }

    static Map<String, Object> textEncoder(ClipTextConfig config) {
        return fields(
                entry("architectures", List.of("CLIPTextModel")),
                entry("attention_dropout", 0.0),
                entry("bos_token_id", 0),
                entry("dropout", 0.0),
                entry("eos_token_id", 2),
                entry("hidden_act", "gelu"),
                entry("hidden_size", config.hidden()),
                entry("initializer_factor", 1.0),
                entry("initializer_range", 0.02),
                entry("intermediate_size", config.intermediate()),
                entry("layer_norm_eps", decimal(config.layerNormEpsilon())),
                entry("max_position_embeddings", config.positions()),
                entry("model_type", "clip_text_model"),
                entry("num_attention_heads", config.heads()),
                entry("num_hidden_layers", config.layers()),
                entry("pad_token_id", 1),
                entry("projection_dim", 512),
                entry("torch_dtype", "float32"),
                entry("transformers_version", "4.25.0.dev0"),
                entry("vocab_size", config.vocabulary()));
    }

    static Map<String, Object> scheduler() {
        return fields(
                entry("_class_name", "PNDMScheduler"),
                entry("_diffusers_version", VERSION),
                entry("beta_end", 0.012),
                entry("beta_schedule", "scaled_linear"),
                entry("beta_start", 0.00085),
                entry("clip_sample", false),
                entry("num_train_timesteps", 1000),
                entry("prediction_type", "epsilon"),
                entry("set_alpha_to_one", false),
                entry("skip_prk_steps", true),
                entry("steps_offset", 1),
                entry("trained_betas", null));
    }

    static Map<String, Object> index() {
        return fields(
                entry("_class_name", "StableDiffusionPipeline"),
                entry("_diffusers_version", VERSION),
                entry("scheduler", List.of("diffusers", "PNDMScheduler")),
                entry("text_encoder", List.of("transformers", "CLIPTextModel")),
                entry("tokenizer", List.of("transformers", "CLIPTokenizer")),
                entry("unet", List.of("diffusers", "UNet2DConditionModel")),
                entry("vae", List.of("diffusers", "AutoencoderKL")));
    }

    /** Writes fields, making the folder. */
    static void write(Path file, Map<String, ?> fields) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number that a float was written as: 1e-5, not 9.99999974e-6. */
    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    static Map.Entry<String, Object> entry(String name, Object value) {
        return new SimpleEntry<>(name, value);
    }

    @SafeVarargs
    static Map<String, Object> fields(Map.Entry<String, Object>... entries) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : entries) {
            fields.put(entry.getKey(), entry.getValue());
        }
        return fields;
    }
}
