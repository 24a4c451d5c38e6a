package dev.osediff.djl.training.tagging;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.djl.training.loss.SquaredError;
import dev.osediff.network.Weights;
import dev.osediff.network.ram.RamTagger;
import java.util.List;

/**
 * DAPE's loss (SeeSR, arXiv 2311.16518, eq. 2; osediff.md §4.5): a tagger with adapters is to see in a degraded picture what
 * the same tagger without them sees in the good one. Mean squared error of the projected tokens plus binary cross-entropy of
 * the logits against the teacher's probabilities, both of weight 1. No gradient flows into the teacher. Inputs, both
 * [N, 3, side, side] as the tagger sees pictures: good ones, and the same degraded. Reports {@value #FEATURES} and
 * {@value #TAGS}.
 *
 * @param adapters of the tagger; their factors are trained, its own parameters stay
 */
public record TagDistillationLoss(DapeAdapters adapters) implements Loss {
    /** What the mean squared error of the tokens is reported as. */
    public static final String FEATURES = "features";

    /** What the cross-entropy of the tags is reported as. */
    public static final String TAGS = "tags";

    @Override
    public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        RamTagger tagger = new RamTagger(adapters.config());
        Weights<T> adapted = adapters.join(ops, trained, frozen);
        // 1. the teacher sees the good picture
        T known = ops.stopGradient(tagger.features(ops, frozen, ops.toComputeType(inputs.get(0))));
        T wanted = ops.toFloat32(tagger.logits(ops, frozen, known));
        T probabilities = ops.stopGradient(SoftTargets.probabilities(ops, wanted));
        // 2. the student sees the degraded one
        T seen = tagger.features(ops, adapted, ops.toComputeType(inputs.get(1)));
        T logits = ops.toFloat32(tagger.logits(ops, adapted, seen));
        T features = ops.report(FEATURES, SquaredError.between(ops, seen, known));
        T tags = ops.report(TAGS, SoftTargets.crossEntropy(ops, logits, probabilities));
        return ops.add(features, tags);
    }

    @Override
    public String name() {
        return "tag distillation";
    }

    /** Returns the shapes of the inputs. */
    public List<int[]> shapes(int batchSize) {
        int side = adapters.config().vision().imageSide();
        return List.of(new int[] {batchSize, 3, side, side}, new int[] {batchSize, 3, side, side});
    }
}
