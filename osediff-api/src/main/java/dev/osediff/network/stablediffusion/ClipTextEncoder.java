package dev.osediff.network.stablediffusion;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * {@code CLIPTextModel} (Radford et al. 2021, §2.4; osediff.md §4.3): token ids [N, L] of at most
 * {@link ClipTextConfig#positions()}, as whole float values, to the last hidden state after the final layer norm
 * [N, L, hidden]. Layer norms stand before attention and feed-forward, a token sees itself and those before it, and padding
 * is read like any other token. Newer files leave the prefix {@code text_model.} out; both forms are read.
 *
 * @param config sizes
 */
public record ClipTextEncoder(ClipTextConfig config) implements Network {
    private static final String TOKENS = "embeddings.token_embedding.weight";
    private static final String POSITIONS = "embeddings.position_embedding.weight";
    private static final float QUICK_GELU_FACTOR = 1.702f;

    @Override
    public String name() {
        return "CLIPTextModel";
    }

    @Override
    public List<String> inputNames() {
        return List.of("ids");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, 1});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> root, List<T> inputs) {
        Weights<T> w = root.has(TOKENS) ? root : root.at("text_model");
        int c = config.hidden();
        // 1. tokens and their places
        T ids = inputs.get(0);
        T places = ops.constant(places(ops.shape(ids)));
        T h = ops.add(
                ops.embedding(ids, w.tensor(TOKENS, config.vocabulary(), c)),
                ops.embedding(places, w.tensor(POSITIONS, config.positions(), c)));
        // 2. layers
        for (int i = 0; i < config.layers(); i++) {
            Weights<T> layer = w.at("encoder.layers").at(i);
            T in = h;
            h = ops.scope("encoder.layers." + i, () -> layer(ops, layer, in));
        }
        // 3. post-process
        return layerNorm(ops, w.at("final_layer_norm"), h);
    }

    private Tensor places(int[] shape) {
        if (shape[1] > config.positions()) {
            throw new IllegalArgumentException(shape[1] + " tokens, at most " + config.positions());
        }
        Tensor places = Tensor.zeros(shape);
        for (int i = 0; i < places.data().length; i++) {
            places.data()[i] = i % shape[1];
        }
        return places;
    }

    private <T> T layer(Ops<T> ops, Weights<T> w, T x) {
        T attended = attention(ops, w.at("self_attn"), layerNorm(ops, w.at("layer_norm1"), x));
        T h = ops.add(x, attended);
        return ops.add(h, feedForward(ops, w.at("mlp"), layerNorm(ops, w.at("layer_norm2"), h)));
    }

    private <T> T attention(Ops<T> ops, Weights<T> w, T x) {
        int c = config.hidden();
        T q = ResnetBlock.linear(ops, w.at("q_proj"), x, c, c);
        T k = ResnetBlock.linear(ops, w.at("k_proj"), x, c, c);
        T v = ResnetBlock.linear(ops, w.at("v_proj"), x, c, c);
        return ResnetBlock.linear(ops, w.at("out_proj"), ops.causalAttention(q, k, v, config.heads()), c, c);
    }

    private <T> T feedForward(Ops<T> ops, Weights<T> w, T x) {
        T wide = ResnetBlock.linear(ops, w.at("fc1"), x, config.hidden(), config.intermediate());
        T active =
                switch (config.activation()) {
                    case GELU -> ops.gelu(wide);
                    case QUICK_GELU -> ops.scale(ops.silu(ops.scale(wide, QUICK_GELU_FACTOR)), 1 / QUICK_GELU_FACTOR);
                };
        return ResnetBlock.linear(ops, w.at("fc2"), active, config.intermediate(), config.hidden());
    }

    private <T> T layerNorm(Ops<T> ops, Weights<T> w, T x) {
        int c = config.hidden();
        return ops.layerNorm(x, w.tensor("weight", c), w.tensor("bias", c), config.layerNormEpsilon());
    }
}
