package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * {@link ScoreDistillation} of the generated picture, for the ablation "VSD in image domain": the denoisers know latents
 * only, so the picture is encoded again by a frozen encoder, and the gradient passes through that encoder and the
 * decoder. The latent is reported as {@value #ENCODED}, for the regulariser's own loss. Inputs and frozen parameters as
 * those of {@link LatentDistillation}, and the encoder's.
 *
 * @param score the loss
 * @param regularisers both denoisers
 * @param encoder from picture to latent
 */
public record ImageDistillation(ScoreDistillation score, Regularisers regularisers, LatentEncoder encoder)
        implements LossPart {
    /** What the encoded latent is reported as. */
    public static final String ENCODED = "encoded";

    /** Refuses guidance without a condition. */
    public ImageDistillation {
        LatentDistillation.requireCondition(score, regularisers);
    }

    @Override
    public String name() {
        return "image-vsd";
    }

    @Override
    public int inputs() {
        return LatentDistillation.inputs(regularisers);
    }

    @Override
    public <T> T compute(TrainingOps<T> ops, OneStep<T> step, Weights<T> frozen, List<T> inputs) {
        T latent = ops.report(ENCODED, encoder.encode(ops, frozen, step.image()));
        return LatentDistillation.of(ops, latent, score, regularisers, frozen, inputs);
    }
}
