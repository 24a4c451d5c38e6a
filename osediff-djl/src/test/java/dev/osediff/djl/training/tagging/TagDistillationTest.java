package dev.osediff.djl.training.tagging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.djl.training.loop.NamedTensors;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.model.ram.DapeTensors;
import dev.osediff.network.Tensor;
import dev.osediff.network.ram.RamConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tagger learns what generated pictures show, and then to see it in degraded ones as well. */
class TagDistillationTest {
    private final TagDistillation training = TagDistillation.small(7);
    private final TagBatch heldOut = training.heldOut(128);

    @Test
    void tagsSurviveDegradation() {
        Map<String, Tensor> tagger = training.trainTagger(400, 2e-3f, (step, loss) -> {});
        double good = known(tagger, heldOut.good());
        double before = known(tagger, heldOut.degraded());
        Map<String, Tensor> adapted = merged(tagger, training.distil(tagger, 500, 1e-2f, (step, loss) -> {}));
        double goodAfter = known(adapted, heldOut.good());
        double after = known(adapted, heldOut.degraded());
        Tensor teacher = training.logits(tagger, heldOut.good());
        double agreedBefore = TagScore.of(training.logits(tagger, heldOut.degraded()), teacher)
                .f1();
        double agreedAfter = TagScore.of(training.logits(adapted, heldOut.degraded()), teacher)
                .f1();
        String figures = "F1 of good pictures " + good + ", then " + goodAfter + "; of degraded ones " + before
                + ", then " + after + "; against the teacher " + agreedBefore + ", then " + agreedAfter;
        assertTrue(good > 0.85, figures);
        assertTrue(before < good - 0.1, "degradation must cost something: " + figures);
        assertTrue(after > before + 0.05, figures);
        assertTrue(agreedAfter > agreedBefore + 0.05, figures);
        assertTrue(goodAfter > good - 0.12, figures);
    }

    @Test
    void equalSeedsGiveEqualPictures() {
        TagBatch again = TagDistillation.small(7).heldOut(128);
        assertArrayEquals(heldOut.degraded().data(), again.degraded().data());
        assertTrue(sum(heldOut.degraded())
                != sum(TagDistillation.small(8).heldOut(128).degraded()));
        double there = sum(heldOut.things()) / heldOut.things().data().length;
        assertEquals(0.5, there, 0.1, "as many things are there as not");
    }

    @Test
    void aTaggerOfOtherLabelsIsRefused() {
        RamConfig config = training.config();
        RamConfig more = new RamConfig(config.vision(), 32, config.labels() + 1, 32, 4, 2, 64);
        InvalidOptionException e = assertThrows(
                InvalidOptionException.class, () -> new TagDistillation(more, training.degradation(), 16, 7));
        assertTrue(e.getMessage().contains(config.labels() + 1 + " labels"), e.getMessage());
        assertThrows(InvalidOptionException.class, () -> new TagDistillation(config, training.degradation(), 0, 7));
    }

    private double known(Map<String, Tensor> tagger, Tensor pictures) {
        return TagScore.of(training.logits(tagger, pictures), heldOut.things()).f1();
    }

    private static double sum(Tensor tensor) {
        double sum = 0;
        for (float value : tensor.data()) {
            sum += value;
        }
        return sum;
    }

    /** Merges as an import of DAPE's file does. */
    private static Map<String, Tensor> merged(Map<String, Tensor> tagger, Map<String, Tensor> factors) {
        DapeTensors both = DapeTensors.of(new NamedTensors(tagger, "tagger"), new NamedTensors(factors, "adapters"));
        Map<String, Tensor> merged = new LinkedHashMap<>();
        both.names().forEach(name -> merged.put(name, both.load(name)));
        return merged;
    }
}
