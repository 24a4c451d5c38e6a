package dev.osediff.djl.training.tagging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.djl.training.loop.AdamWSettings;
import dev.osediff.djl.training.loop.Learner;
import dev.osediff.djl.training.loop.NamedTensors;
import dev.osediff.model.ram.DapeTensors;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamTagger;
import dev.osediff.network.ram.SwinConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TagDistillationLossTest {
    private static final RamConfig TINY =
            new RamConfig(new SwinConfig(12, 2, 3, 4, List.of(2, 1), List.of(2, 4)), 6, 9, 8, 2, 2, 12);
    private static final DapeAdapters ADAPTERS = new DapeAdapters(TINY);
    private static final TagDistillationLoss LOSS = new TagDistillationLoss(ADAPTERS);
    private static final NaiveOps OPS = new NaiveOps();
    private static final TensorSource TAGGER = new RandomWeights(new RamTagger(TINY), 3);

    private final Tensor good = OpsCases.random(5, 2, 3, 12, 12);
    private final Tensor degraded = OpsCases.random(6, 2, 3, 12, 12);

    /** The definition: what DAPE's file merged into the tagger sees, against what the tagger alone sees. */
    @Test
    void equalsTheDefinitionWithAdaptersMergedAtImport() {
        Map<String, Tensor> factors = randomFactors();
        TensorSource merged = DapeTensors.of(TAGGER, new NamedTensors(factors, "adapters"));
        Tensor known = features(TAGGER, good);
        Tensor seen = features(merged, degraded);
        double features = 0;
        for (int i = 0; i < seen.data().length; i++) {
            double difference = seen.data()[i] - known.data()[i];
            features += difference * difference / seen.data().length;
        }
        Tensor wanted = logits(TAGGER, known);
        Tensor logits = logits(merged, seen);
        double tags = 0;
        for (int i = 0; i < logits.data().length; i++) {
            double p = 1 / (1 + Math.exp(-wanted.data()[i]));
            double q = 1 / (1 + Math.exp(-logits.data()[i]));
            tags -= (p * Math.log(q) + (1 - p) * Math.log(1 - q)) / logits.data().length;
        }
        try (Learner learner = learner(factors)) {
            Learner.Pass pass = learner.judge(List.of(good, degraded), Set.of());
            assertEquals(features, pass.scalars().get(TagDistillationLoss.FEATURES), 1e-4 * features);
            assertEquals(tags, pass.scalars().get(TagDistillationLoss.TAGS), 1e-4 * tags);
            assertEquals(features + tags, pass.loss(), 1e-4 * pass.loss());
        }
    }

    /** With B zero the student is its teacher: equal pictures leave no error of the features, and the tags' own entropy. */
    @Test
    void beginsAsTheTeacher() {
        try (Learner learner = learner(ADAPTERS.start(1))) {
            Learner.Pass pass = learner.judge(List.of(good, good), Set.of());
            assertEquals(0, pass.scalars().get(TagDistillationLoss.FEATURES), 1e-9);
            double entropy = 0;
            Tensor wanted = logits(TAGGER, features(TAGGER, good));
            for (float logit : wanted.data()) {
                double p = 1 / (1 + Math.exp(-logit));
                entropy -= (p * Math.log(p) + (1 - p) * Math.log(1 - p)) / wanted.data().length;
            }
            assertEquals(entropy, pass.scalars().get(TagDistillationLoss.TAGS), 1e-4);
        }
    }

    @Test
    void onlyTheFactorsLearnAndAllOfThemDo() {
        Map<String, Tensor> before = randomFactors();
        try (Learner learner = learner(before)) {
            assertEquals(
                    ADAPTERS.shapes().keySet(), new TreeSet<>(learner.trained().names()));
            double first = learner.judge(List.of(good, degraded), Set.of()).loss();
            for (int i = 0; i < 20; i++) {
                learner.backward(List.of(good, degraded), Set.of());
                learner.update(1e-3f);
            }
            assertTrue(learner.judge(List.of(good, degraded), Set.of()).loss() < first, "the loss falls from " + first);
            learner.averaged().forEach((name, after) -> {
                // The optimiser's first steps are as long as the rate wherever there is a gradient; weight decay is 500
                // times less.
                double moved = 0;
                for (int i = 0; i < after.data().length; i++) {
                    moved = Math.max(
                            moved, Math.abs(after.data()[i] - before.get(name).data()[i]));
                }
                assertTrue(moved > 1e-3, name + " has moved by " + moved);
            });
        }
    }

    @Test
    void theLayoutIsThatOfThePublishedFile() {
        Map<String, int[]> shapes = new DapeAdapters(RamConfig.SWIN_LARGE).shapes();
        // 24 packed projections, and query and key of two layers.
        assertEquals(2 * (24 + 4), shapes.size());
        assertEquals(List.of(16, 192), boxed(shapes.get("visual_encoder.layers.0.blocks.1.attn.qkv.lora_A")));
        assertEquals(List.of(384, 8), boxed(shapes.get("visual_encoder.layers.0.blocks.1.attn.qkv.lora_B")));
        String head = "tagging_head.encoder.layer.1.crossattention.self.";
        assertEquals(List.of(8, 512), boxed(shapes.get(head + "key.lora_A")));
        assertEquals(List.of(768, 8), boxed(shapes.get(head + "query.lora_B")));
        assertFalse(shapes.containsKey(head + "value.lora_A"));
    }

    private static List<Integer> boxed(int[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    private static Map<String, Tensor> randomFactors() {
        Map<String, Tensor> factors = new HashMap<>();
        ADAPTERS.shapes().forEach((name, shape) -> factors.put(name, OpsCases.random(name.hashCode(), shape)));
        return factors;
    }

    private static Learner learner(Map<String, Tensor> factors) {
        Map<String, Tensor> values = new HashMap<>(factors);
        TAGGER.names().forEach(name -> values.put(name, TAGGER.load(name)));
        return new Learner("test", LOSS, LOSS.shapes(2), false, values, AdamWSettings.PAPER);
    }

    private static Tensor features(TensorSource tagger, Tensor pictures) {
        return new RamTagger(TINY).features(OPS, weights(tagger), pictures);
    }

    private static Tensor logits(TensorSource tagger, Tensor tokens) {
        return new RamTagger(TINY).logits(OPS, weights(tagger), tokens);
    }

    private static Weights<Tensor> weights(TensorSource tagger) {
        return Weights.of(new CheckpointWeights<>(tagger, OPS::constant));
    }
}
