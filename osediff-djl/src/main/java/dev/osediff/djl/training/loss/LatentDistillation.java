package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * {@link ScoreDistillation} of the generated latent: VSD in latent space. Inputs: noise, coefficients and times
 * ({@link NoiseTimes#draw}); if the regularisers are conditional, the prompt's condition and the negative prompt's
 * [N, L, D]. Frozen parameters: those of both {@link Regularisers}.
 *
 * @param score the loss
 * @param regularisers both denoisers
 */
public record LatentDistillation(ScoreDistillation score, Regularisers regularisers) implements LossPart {
    /** Refuses guidance without a condition. */
    public LatentDistillation {
        requireCondition(score, regularisers);
    }

    static void requireCondition(ScoreDistillation score, Regularisers regularisers) {
        Refused.unless(
                regularisers.conditional() || score.guidance() == 1,
                "guidance of a regulariser without condition",
                score.guidance(),
                "1",
                "Take guidance 1, or regularisers with a condition.");
    }

    @Override
    public String name() {
        return "vsd";
    }

    @Override
    public int inputs() {
        return inputs(regularisers);
    }

    static int inputs(Regularisers regularisers) {
        return NoiseTimes.INPUTS + (regularisers.conditional() ? 2 : 0);
    }

    @Override
    public <T> T compute(TrainingOps<T> ops, OneStep<T> step, Weights<T> frozen, List<T> inputs) {
        return of(ops, step.latent(), score, regularisers, frozen, inputs);
    }

    static <T> T of(
            TrainingOps<T> ops,
            T latent,
            ScoreDistillation score,
            Regularisers regularisers,
            Weights<T> frozen,
            List<T> inputs) {
        boolean conditional = regularisers.conditional();
        return score.of(
                ops,
                latent,
                Noising.of(inputs, 0),
                regularisers.tuned(ops, frozen, frozen),
                regularisers.frozen(ops, frozen),
                conditional ? inputs.get(NoiseTimes.INPUTS) : null,
                conditional ? inputs.get(NoiseTimes.INPUTS + 1) : null);
    }
}
