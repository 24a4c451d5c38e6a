package dev.osediff.djl.training.tagging;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamTagger;
import java.util.List;

/**
 * Teaches all parameters of a tagger what pictures show: binary cross-entropy of its logits. Inputs: pictures as the tagger
 * sees them [N, 3, side, side]; for each label whether it is there, 0 or 1 [N, labels, 1]. Reports {@value #LOGITS}.
 *
 * @param config sizes of the tagger
 */
public record TaggingLoss(RamConfig config) implements Loss {
    /** What the logits [N, labels, 1] are reported as. */
    public static final String LOGITS = "logits";

    @Override
    public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        T image = ops.toComputeType(inputs.get(0));
        T logits = ops.toFloat32(new RamTagger(config).forward(ops, trained, List.of(image)));
        return SoftTargets.crossEntropy(ops, ops.report(LOGITS, logits), inputs.get(1));
    }

    @Override
    public String name() {
        return "tagging";
    }

    /** Returns the shapes of the inputs. */
    public List<int[]> shapes(int batchSize) {
        int side = config.vision().imageSide();
        return List.of(new int[] {batchSize, 3, side, side}, new int[] {batchSize, config.labels(), 1});
    }
}
