package dev.osediff.network.ram;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * RAM's tagging path (arXiv 2306.03514; osediff.md §4.5): a picture [N, 3, side, side], normalised by {@link RamPicture}, to
 * one logit for each label, [N, labels, 1]. Labels ask the picture's tokens and not each other.
 *
 * @param config sizes
 * @param folded whether weights are those of {@link RamFolding}, which have what depends on no picture computed
 */
public record RamTagger(RamConfig config, boolean folded) implements Network {
    private static final float EPSILON = 1e-12f;

    /** Creates the tagger of published weights. */
    public RamTagger(RamConfig config) {
        this(config, false);
    }

    @Override
    public String name() {
        return "RAM tagger";
    }

    @Override
    public List<String> inputNames() {
        return List.of("image");
    }

    @Override
    public List<int[]> exampleShapes() {
        int side = config.vision().imageSide();
        return List.of(new int[] {1, 3, side, side});
    }

    /** Where a window is cut to the map, its table of positions fits that size alone. */
    @Override
    public boolean takesLargerMaps() {
        return false;
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        return logits(ops, w, features(ops, w, inputs.get(0)));
    }

    /**
     * Computes the logits from what was seen.
     *
     * @param tokens [N, 1 + L, projection], of {@link #features}
     * @return [N, labels, 1]
     */
    public <T> T logits(Ops<T> ops, Weights<T> w, T tokens) {
        // 1. the labels ask
        int samples = ops.shape(tokens)[0];
        T table = folded ? w.tensor(RamFolding.LABELS, config.labels(), config.hidden()) : labels(ops, w);
        T h = rows(ops, table, samples);
        for (int i = 0; i < config.layers(); i++) {
            Weights<T> layer = w.at("tagging_head.encoder.layer").at(i);
            boolean known = folded && i == 0;
            T asking = known
                    ? rows(ops, w.tensor(RamFolding.QUERIES, config.labels(), config.hidden()), samples)
                    : query(ops, layer, h);
            T in = h;
            h = ops.scope("tagging_head." + i, () -> layer(ops, layer, in, asking, tokens));
        }
        // 2. logits
        return ops.linear(h, w.tensor("fc.weight", 1, config.hidden()), w.tensor("fc.bias", 1));
    }

    /**
     * Computes what the labels ask, which is also what degraded pictures are taught to keep (osediff.md §4.5).
     *
     * @param image [N, 3, side, side]
     * @return [N, 1 + L, projection]
     */
    public <T> T features(Ops<T> ops, Weights<T> w, T image) {
        T seen = new SwinTransformer(config.vision()).forward(ops, w.at("visual_encoder"), image);
        return linear(ops, w.at("image_proj"), seen, config.vision().features(), config.projection());
    }

    /** The labels' embeddings as queries, relu(wordvec_proj(label_embed)). */
    private <T> T labels(Ops<T> ops, Weights<T> w) {
        T embeddings = w.tensor("label_embed", config.labels(), config.projection());
        return ops.leakyRelu(linear(ops, w.at("wordvec_proj"), embeddings, config.projection(), config.hidden()), 0);
    }

    /** All rows of a table [labels, C] for each sample. */
    private <T> T rows(Ops<T> ops, T table, int samples) {
        Tensor ids = Tensor.zeros(samples, config.labels());
        for (int i = 0; i < ids.data().length; i++) {
            ids.data()[i] = i % config.labels();
        }
        return ops.embedding(ops.constant(ids), table);
    }

    private <T> T query(Ops<T> ops, Weights<T> layer, T h) {
        return linear(ops, layer.at("crossattention.self.query"), h, config.hidden(), config.hidden());
    }

    private <T> T layer(Ops<T> ops, Weights<T> w, T labels, T asking, T tokens) {
        int c = config.hidden();
        Weights<T> cross = w.at("crossattention");
        T keys = linear(ops, cross.at("self.key"), tokens, config.projection(), c);
        T values = linear(ops, cross.at("self.value"), tokens, config.projection(), c);
        T told = ops.attention(asking, keys, values, config.heads());
        T h = joined(ops, cross.at("output"), told, labels, c);
        T wide = ops.gelu(linear(ops, w.at("intermediate.dense"), h, c, config.intermediate()));
        return joined(ops, w.at("output"), wide, h, config.intermediate());
    }

    /** layerNorm(dense(x) + before). */
    private <T> T joined(Ops<T> ops, Weights<T> w, T x, T before, int in) {
        int c = config.hidden();
        T sum = ops.add(linear(ops, w.at("dense"), x, in, c), before);
        return ops.layerNorm(sum, w.tensor("LayerNorm.weight", c), w.tensor("LayerNorm.bias", c), EPSILON);
    }

    private static <T> T linear(Ops<T> ops, Weights<T> w, T x, int in, int out) {
        return ops.linear(x, w.tensor("weight", out, in), w.tensor("bias", out));
    }
}
