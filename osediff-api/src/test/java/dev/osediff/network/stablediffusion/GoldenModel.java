package dev.osediff.network.stablediffusion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The small model of the golden fixture and what the reference library computes with it; see the README beside it. */
public final class GoldenModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SafeTensorsFile expected = safeTensors("expected");
    private final JsonNode unet = json("unet_config");
    private final JsonNode vae = json("vae_config");

    /** Returns one expected value or input: image, context, latent, eps, x0 or output. */
    public Tensor expected(String name) {
        return expected.load(name);
    }

    /** Returns the UNet's weights. */
    public TensorSource unetWeights() {
        return safeTensors("unet");
    }

    /** Returns the autoencoder's weights. */
    public TensorSource vaeWeights() {
        return safeTensors("vae");
    }

    /** Returns the text encoder's weights. */
    public TensorSource textWeights() {
        return safeTensors("text_encoder");
    }

    /** Returns the text encoder's expected value or input: ids or context. */
    public Tensor expectedText(String name) {
        return safeTensors("text_encoder_expected").load(name);
    }

    /** Returns the text encoder's sizes. */
    public ClipTextConfig textConfig() {
        JsonNode text = json("text_encoder_config");
        return new ClipTextConfig(
                text.get("hidden_size").intValue(),
                text.get("intermediate_size").intValue(),
                text.get("num_attention_heads").intValue(),
                text.get("num_hidden_layers").intValue(),
                text.get("vocab_size").intValue(),
                text.get("max_position_embeddings").intValue(),
                ClipTextConfig.Activation.valueOf(
                        text.get("hidden_act").asText().toUpperCase(Locale.ROOT)),
                text.get("layer_norm_eps").floatValue());
    }

    /** Returns the UNet's sizes. */
    public UNetConfig unetConfig() {
        List<Boolean> crossAttention = new ArrayList<>();
        unet.get("down_block_types")
                .forEach(type -> crossAttention.add(type.asText().startsWith("CrossAttn")));
        return new UNetConfig(
                unet.get("in_channels").intValue(),
                unet.get("out_channels").intValue(),
                integers(unet.get("block_out_channels")),
                integers(unet.get("attention_head_dim")),
                crossAttention,
                unet.get("layers_per_block").intValue(),
                unet.get("cross_attention_dim").intValue(),
                unet.get("norm_num_groups").intValue(),
                unet.get("norm_eps").floatValue());
    }

    /** Returns the autoencoder's sizes. */
    public AutoencoderConfig vaeConfig() {
        return new AutoencoderConfig(
                vae.get("in_channels").intValue(),
                vae.get("latent_channels").intValue(),
                integers(vae.get("block_out_channels")),
                vae.get("layers_per_block").intValue(),
                vae.get("norm_num_groups").intValue(),
                vae.get("scaling_factor").floatValue());
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.intValue()));
        return values;
    }

    private static JsonNode json(String name) {
        try {
            return JSON.readTree(resource(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SafeTensorsFile safeTensors(String name) {
        return SafeTensorsFile.of(resource(name + ".safetensors"), name + ".safetensors");
    }

    private static byte[] resource(String file) {
        try (InputStream in = GoldenModel.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
