package dev.osediff.network.stablediffusion;

/**
 * The noise schedule of a diffusion model (DDPM, arXiv 2006.11239, §2): β_t rises from {@code betaStart} to
 * {@code betaEnd}, and ᾱ_t = Π_{s ≤ t} (1 − β_s) is the share of the signal left at timestep t. Immutable.
 *
 * @param trainTimesteps number of timesteps, 1000
 * @param betaStart β of timestep 0
 * @param betaEnd β of the last timestep
 * @param form how β rises between them
 */
public record NoiseSchedule(int trainTimesteps, double betaStart, double betaEnd, Form form) {
    /** Stable Diffusion's. */
    public static final NoiseSchedule STABLE_DIFFUSION = new NoiseSchedule(1000, 0.00085, 0.012, Form.SCALED_LINEAR);

    /** How β rises. */
    public enum Form {
        /** β itself is linear in t. */
        LINEAR,
        /** √β is linear in t: Stable Diffusion's. */
        SCALED_LINEAR
    }

    /** Refuses values that make no schedule. */
    public NoiseSchedule {
        if (trainTimesteps < 2 || !(betaStart > 0) || !(betaEnd >= betaStart) || !(betaEnd < 1)) {
            throw new IllegalArgumentException(
                    "a noise schedule has at least 2 timesteps and 0 < beta_start <= beta_end" + " < 1, found "
                            + trainTimesteps + ", " + betaStart + ", " + betaEnd);
        }
    }

    /**
     * Returns ᾱ_t, computed from β in float32 as the reference library does; ᾱ_999 of Stable Diffusion is 0.0046601.
     *
     * @param timestep 0 to trainTimesteps − 1
     */
    public double alphaCumprod(int timestep) {
        if (timestep < 0 || timestep >= trainTimesteps) {
            throw new IllegalArgumentException("timestep " + timestep + " is not within 0 to " + (trainTimesteps - 1));
        }
        double product = 1;
        for (int t = 0; t <= timestep; t++) {
            product *= 1f - beta(t);
        }
        return product;
    }

    private float beta(int t) {
        boolean scaled = form == Form.SCALED_LINEAR;
        double from = scaled ? Math.sqrt(betaStart) : betaStart;
        double to = scaled ? Math.sqrt(betaEnd) : betaEnd;
        float value = (float) (from + t * (to - from) / (trainTimesteps - 1));
        return scaled ? value * value : value;
    }

    /** Returns a of the one step z_H = a · z_L − b · ε from that timestep (OSEDiff, eq. 4): 1 / √ᾱ. */
    public float latentGain(int timestep) {
        return (float) (1 / Math.sqrt(alphaCumprod(timestep)));
    }

    /** Returns b of the one step: √(1 − ᾱ) / √ᾱ. */
    public float predictionGain(int timestep) {
        double alpha = alphaCumprod(timestep);
        return (float) Math.sqrt((1 - alpha) / alpha);
    }
}
