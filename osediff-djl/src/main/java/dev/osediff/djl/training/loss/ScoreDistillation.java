package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import java.util.List;

/**
 * Variational score distillation (VSD, arXiv 2305.16213) in the form that OSEDiff's code has (osediff.md §2.4; the weight
 * is that of distribution matching, arXiv 2311.18828, eq. 8). With z the generated latent, z_t its mixture with noise,
 * x_fake the clean latent that the fine-tuned regulariser estimates from z_t under the prompt's condition, and x_real the one of
 * the frozen regulariser from the guided prediction p_neg + g·(p_pos − p_neg):
 *
 * <pre>
 * w = mean over (C, h, w) of |z − x_real|, per sample
 * d = (x_fake − x_real) / w
 * loss = mean over (N, C, h, w) of (z − stop(z − d))²
 * </pre>
 *
 * Its value is mean(d²) and its gradient with respect to z is 2·d / (N·C·h·w): nothing flows through d, neither into the
 * regularisers nor through them into z. There is no guard of w, as in the published code: a latent that equals its estimate
 * gives a loss that is not finite, which a run refuses.
 *
 * @param guidance g, classifier-free guidance (arXiv 2207.12598) of the frozen regulariser; 7.5 in the paper, 1 for
 *     networks without condition
 */
public record ScoreDistillation(float guidance) {
    /** The paper's. */
    public static final float GUIDANCE = 7.5f;

    private static final String NAME = "vsd";

    /** Refuses a guidance that is not a positive number. */
    public ScoreDistillation {
        Refused.unless(
                guidance > 0 && Float.isFinite(guidance),
                "guidance of the frozen regulariser",
                guidance,
                "a positive number",
                "Take 7.5, or 1 for a network without condition.");
    }

    /**
     * Computes the loss.
     *
     * @param latent z [N, C, h, w], scaled as the denoisers' latents are
     * @param noising noise and times
     * @param tuned the fine-tuned regulariser
     * @param frozen the frozen regulariser
     * @param positive the prompt's condition [N, L, D]; null for networks without condition
     * @param negative the negative prompt's; null if and only if positive is
     * @return a scalar
     */
    <T> T of(
            TrainingOps<T> ops,
            T latent,
            Noising<T> noising,
            Denoiser<T> tuned,
            Denoiser<T> frozen,
            T positive,
            T negative) {
        noising.require(ops, NAME, latent);
        T z = ops.toFloat32(latent);
        T direction =
                ops.scope(NAME, () -> direction(ops, ops.stopGradient(z), noising, tuned, frozen, positive, negative));
        T step = ops.subtract(z, ops.stopGradient(ops.subtract(z, direction)));
        return ops.mean(ops.multiply(step, step));
    }

    /** d, of a latent through which no gradient flows; the caller stops the gradient of the regularisers. */
    private <T> T direction(
            TrainingOps<T> ops,
            T z,
            Noising<T> noising,
            Denoiser<T> tuned,
            Denoiser<T> frozen,
            T positive,
            T negative) {
        T noisy = noising.noisy(ops, z);
        T fake = noising.clean(ops, noisy, tuned.predict(noisy, noising.time(), positive));
        T prediction = negative == null
                ? frozen.predict(noisy, noising.time(), positive)
                : guided(ops, noisy, noising.time(), frozen, positive, negative);
        T real = noising.clean(ops, noisy, prediction);
        T weight = PerSample.mean(ops, ops.abs(ops.subtract(z, real)));
        T difference = ops.subtract(fake, real);
        return ops.divide(difference, PerSample.spread(ops, weight, ops.shape(z)));
    }

    /** One pass over both conditions, the negative one first. */
    private <T> T guided(TrainingOps<T> ops, T noisy, T time, Denoiser<T> frozen, T positive, T negative) {
        Refused.unlessShaped(ops, NAME, "negative condition", negative, ops.shape(positive));
        T both = frozen.predict(
                ops.concat(List.of(noisy, noisy), 0),
                ops.concat(List.of(time, time), 0),
                ops.concat(List.of(negative, positive), 0));
        int samples = ops.shape(noisy)[0];
        T without = ops.slice(both, 0, 0, samples);
        T with = ops.slice(both, 0, samples, 2 * samples);
        return ops.add(without, ops.scale(ops.subtract(with, without), guidance));
    }
}
