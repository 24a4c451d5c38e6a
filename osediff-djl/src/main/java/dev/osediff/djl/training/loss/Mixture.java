package dev.osediff.djl.training.loss;

/**
 * A latent z mixed with noise n at one time, and what a network's prediction p of the mixture means.
 *
 * @param signal a of the noisy latent a·z + b·n
 * @param noise b of it
 * @param cleanOfNoisy c of the clean latent's estimate c·(noisy latent) + d·p
 * @param cleanOfPrediction d of it
 * @param targetOfLatent e of what p is to be, e·z + f·n
 * @param targetOfNoise f of it
 * @param timestep the time on the scale of the network's sinusoid, 0 to 1000
 */
public record Mixture(
        double signal,
        double noise,
        double cleanOfNoisy,
        double cleanOfPrediction,
        double targetOfLatent,
        double targetOfNoise,
        double timestep) {
    static final int COEFFICIENTS = 6;

    /** Returns all but the time, in this order. */
    float[] coefficients() {
        return new float[] {
            (float) signal,
            (float) noise,
            (float) cleanOfNoisy,
            (float) cleanOfPrediction,
            (float) targetOfLatent,
            (float) targetOfNoise
        };
    }
}
