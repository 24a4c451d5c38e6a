package dev.osediff.degradation;

/**
 * What noise a stage adds.
 *
 * @param probability how often it adds noise at all
 * @param gaussianShare how much of the noise is Gaussian; the rest is Poisson (shot noise)
 * @param gaussianSigmaLevels deviation of Gaussian noise in levels of 255
 * @param poissonScale factor on the Poisson noise
 * @param greyProbability how often all channels get the same noise
 */
public record NoiseConfig(
        double probability,
        double gaussianShare,
        Range gaussianSigmaLevels,
        Range poissonScale,
        double greyProbability) {
    /** No noise. */
    public static final NoiseConfig NONE = gaussian(0, Range.of(0), 0);

    /** Refuses probabilities outside [0, 1] and negative amounts. */
    public NoiseConfig {
        Checks.probability("noise", probability);
        Checks.probability("Gaussian share", gaussianShare);
        Checks.probability("grey noise", greyProbability);
        Checks.atLeast("noise sigma", 0, gaussianSigmaLevels.low());
        Checks.atLeast("Poisson scale", 0, poissonScale.low());
    }

    /** Returns Gaussian noise only. */
    public static NoiseConfig gaussian(double probability, Range sigmaLevels, double greyProbability) {
        return new NoiseConfig(probability, 1, sigmaLevels, Range.of(0), greyProbability);
    }
}
