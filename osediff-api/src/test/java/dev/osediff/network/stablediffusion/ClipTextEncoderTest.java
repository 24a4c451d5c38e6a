package dev.osediff.network.stablediffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.stablediffusion.ClipTextConfig.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClipTextEncoderTest {
    private static final String PREFIX = "text_model.";

    private final NaiveOps ops = new NaiveOps();

    private static ClipTextEncoder encoder(Activation activation) {
        return new ClipTextEncoder(new ClipTextConfig(6, 10, 3, 2, 13, 9, activation, 1e-5f));
    }

    private Tensor run(ClipTextEncoder encoder, TensorSource source, Tensor ids) {
        return encoder.forward(ops, Weights.of(new CheckpointWeights<>(source, ops::constant)), List.of(ids));
    }

    /** The same tensors under names without the prefix. */
    private record WithoutPrefix(TensorSource source) implements TensorSource {
        @Override
        public Set<String> names() {
            return source.names().stream()
                    .map(name -> name.substring(PREFIX.length()))
                    .collect(Collectors.toSet());
        }

        @Override
        public int[] shape(String name) {
            return source.shape(PREFIX + name);
        }

        @Override
        public Tensor load(String name) {
            return source.load(PREFIX + name);
        }

        @Override
        public String origin() {
            return source.origin();
        }
    }

    @Test
    void readsNamesWithAndWithoutPrefix() {
        ClipTextEncoder encoder = encoder(Activation.GELU);
        RandomWeights weights = new RandomWeights(encoder, 1);
        WithoutPrefix bare = new WithoutPrefix(weights);
        Tensor ids = OpsCases.ids(1, 13, 2, 7);
        assertArrayEquals(
                run(encoder, weights, ids).data(), run(encoder, bare, ids).data());
        assertEquals(bare.names(), ParameterShapes.of(encoder, bare.names()).keySet(), "every parameter and no other");
    }

    @Test
    void asksForThePublicNames() {
        Set<String> names =
                ParameterShapes.of(encoder(Activation.GELU), Set.of()).keySet();
        assertEquals(2 + 2 * 16 + 2, names.size());
        for (String name : List.of(
                "text_model.embeddings.token_embedding.weight",
                "text_model.embeddings.position_embedding.weight",
                "text_model.encoder.layers.1.self_attn.out_proj.bias",
                "text_model.encoder.layers.0.mlp.fc1.weight",
                "text_model.final_layer_norm.weight")) {
            assertEquals(true, names.contains(name), name);
        }
    }

    @Test
    void aTokenDependsOnThoseBeforeItAndOnItsPlace() {
        ClipTextEncoder encoder = encoder(Activation.GELU);
        RandomWeights weights = new RandomWeights(encoder, 2);
        float[] first =
                run(encoder, weights, Tensor.of(new float[] {1, 2, 3, 4}, 1, 4)).data();
        float[] second =
                run(encoder, weights, Tensor.of(new float[] {1, 2, 3, 3}, 1, 4)).data();
        assertArrayEquals(Arrays.copyOf(first, 18), Arrays.copyOf(second, 18));
        assertEquals(
                -1,
                Arrays.mismatch(
                        first,
                        0,
                        18,
                        run(encoder, weights, Tensor.of(new float[] {1, 2, 3}, 1, 3))
                                .data(),
                        0,
                        18));
        assertEquals(18, Arrays.mismatch(first, second), "the last token differs");
        float[] same =
                run(encoder, weights, Tensor.of(new float[] {5, 5}, 1, 2)).data();
        assertEquals(0, Arrays.mismatch(Arrays.copyOf(same, 6), Arrays.copyOfRange(same, 6, 12)), "the places differ");
    }

    @Test
    void quickGeluIsAnotherFunction() {
        RandomWeights weights = new RandomWeights(encoder(Activation.GELU), 3);
        Tensor ids = OpsCases.ids(1, 13, 1, 9);
        float[] exact = run(encoder(Activation.GELU), weights, ids).data();
        float[] quick = run(encoder(Activation.QUICK_GELU), weights, ids).data();
        double largest = 0;
        for (int i = 0; i < exact.length; i++) {
            largest = Math.max(largest, Math.abs(exact[i] - quick[i]));
        }
        assertEquals(0.03, largest, 0.029, "close and not equal");
    }

    @Test
    void refusesWhatDoesNotFit() {
        ClipTextEncoder encoder = encoder(Activation.GELU);
        RandomWeights weights = new RandomWeights(encoder, 4);
        assertThrows(
                IllegalArgumentException.class, () -> run(encoder, weights, Tensor.zeros(1, 10)), "10 tokens of 9");
        assertThrows(
                IllegalArgumentException.class,
                () -> run(encoder, weights, Tensor.of(new float[] {13}, 1, 1)),
                "token 13 of 13");
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClipTextConfig(6, 10, 4, 2, 13, 9, Activation.GELU, 1e-5f),
                "6 channels, 4 heads");
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClipTextConfig(6, 10, 3, 0, 13, 9, Activation.GELU, 1e-5f),
                "no layer");
    }
}
