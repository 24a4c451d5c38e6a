package dev.osediff.network;

/** The sinusoidal vector of a timestep, cosines first ("Attention is all you need" §3.5; osediff.md §4.1). */
public final class SinusoidalEmbedding {
    private static final double MAX_PERIOD = 10_000;

    private SinusoidalEmbedding() {}

    /**
     * Computes [cos(t·f₀), …, cos(t·f_{n-1}), sin(t·f₀), …] with f_i = 10000^(−i/n), n = channels / 2.
     *
     * @param timesteps one timestep per sample, on the 0 to 1000 scale
     * @param channels even length of each vector
     * @return [timesteps.length, channels]
     */
    public static Tensor of(float[] timesteps, int channels) {
        if (channels < 2 || channels % 2 != 0) {
            throw new IllegalArgumentException("channels must be even and at least 2, found " + channels);
        }
        int half = channels / 2;
        float[] out = new float[timesteps.length * channels];
        for (int n = 0; n < timesteps.length; n++) {
            for (int i = 0; i < half; i++) {
                double angle = timesteps[n] * Math.exp(-Math.log(MAX_PERIOD) * i / half);
                out[n * channels + i] = (float) Math.cos(angle);
                out[n * channels + half + i] = (float) Math.sin(angle);
            }
        }
        return Tensor.of(out, timesteps.length, channels);
    }
}
