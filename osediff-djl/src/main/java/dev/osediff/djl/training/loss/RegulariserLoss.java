package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The fine-tuned regulariser's own loss (osediff.md §2.4): the diffusion loss on generated latents, mean over
 * (N, C, h, w) of (p(z_t, t, c) − target)², target n for {@link EpsilonPath} and n − z for {@link StraightPath}. Inputs:
 * latent z [N, C, h, w], as the generator's loss of the same step reported it; noise, coefficients and times
 * ({@link NoiseTimes#draw}, over the whole path); the prompt's condition [N, L, D] if conditional. No gradient flows into z.
 *
 * @param regularisers the denoisers; only the fine-tuned one is used
 */
public record RegulariserLoss(Regularisers regularisers) implements Loss {
    @Override
    public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
        boolean conditional = regularisers.conditional();
        Refused.unlessCounted(name(), inputs, 1 + NoiseTimes.INPUTS + (conditional ? 1 : 0));
        T z = ops.stopGradient(inputs.get(0));
        Noising<T> noising = Noising.of(inputs, 1);
        noising.require(ops, name(), z);
        T condition = conditional ? inputs.get(1 + NoiseTimes.INPUTS) : null;
        T prediction =
                regularisers.tuned(ops, trained, frozen).predict(noising.noisy(ops, z), noising.time(), condition);
        return SquaredError.between(ops, prediction, noising.target(ops, z));
    }

    @Override
    public String name() {
        return "regulariser";
    }

    /** Returns the shapes of the inputs. */
    public List<int[]> shapes(int[] latentShape, int timeChannels, int... conditionShape) {
        List<int[]> shapes = new ArrayList<>(List.of(latentShape.clone()));
        shapes.addAll(NoiseTimes.shapes(latentShape, timeChannels));
        if (regularisers.conditional()) {
            shapes.add(conditionShape.clone());
        }
        return shapes;
    }
}
