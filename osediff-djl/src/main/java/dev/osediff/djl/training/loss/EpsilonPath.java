package dev.osediff.djl.training.loss;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.network.stablediffusion.NoiseSchedule;

/**
 * Diffusion as Stable Diffusion has it (DDPM, arXiv 2006.11239, eq. 4): z_t = √ᾱ_t·z + √(1 − ᾱ_t)·n at the timesteps 0 to
 * T − 1, and networks predict n. The clean latent's estimate is (z_t − √(1 − ᾱ_t)·p) / √ᾱ_t.
 *
 * @param schedule ᾱ
 */
public record EpsilonPath(NoiseSchedule schedule) implements NoisePath {
    /** Stable Diffusion's. */
    public static final EpsilonPath STABLE_DIFFUSION = new EpsilonPath(NoiseSchedule.STABLE_DIFFUSION);

    @Override
    public Mixture at(double time) {
        int last = schedule.trainTimesteps() - 1;
        Refused.unless(
                time >= 0 && time <= last && time == Math.rint(time),
                "timestep of the noise schedule",
                time,
                "a whole number from 0 to " + last,
                "Draw timesteps within the schedule.");
        int t = (int) time;
        double alpha = schedule.alphaCumprod(t);
        double signal = Math.sqrt(alpha);
        double noise = Math.sqrt(1 - alpha);
        return new Mixture(signal, noise, 1 / signal, -noise / signal, 0, 1, t);
    }

    /** Both ends are whole numbers and may be drawn. */
    @Override
    public double draw(SeededRandom random, double low, double high) {
        return (int) low + random.nextInt((int) high - (int) low + 1);
    }
}
