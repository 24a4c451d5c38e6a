package dev.osediff.degradation;

/**
 * How a stage blurs.
 *
 * @param probability how often it blurs at all
 * @param smallestSizePixels smallest kernel side, odd
 * @param largestSizePixels largest kernel side, odd; the side is drawn uniformly among the odd numbers between
 * @param sincProbability how often the kernel is a circular low-pass (cut-off drawn from [π/3, π] below 13 pixels, else
 *     from [π/5, π]) instead of one of {@code mix}
 * @param mix the families of the other kernels
 * @param sigmaPixels deviation along either axis
 * @param gaussianBeta shape exponent of generalised Gaussians: half of the time below 1, half above
 * @param plateauBeta shape exponent of plateau kernels, likewise
 */
public record BlurConfig(
        double probability,
        int smallestSizePixels,
        int largestSizePixels,
        double sincProbability,
        KernelMix mix,
        Range sigmaPixels,
        Range gaussianBeta,
        Range plateauBeta) {
    /** No blur. */
    public static final BlurConfig NONE = gaussian(0, 1, KernelMix.ISOTROPIC, Range.of(1));

    /** Refuses even sizes, sizes below 1, probabilities outside [0, 1] and deviations that are not above 0. */
    public BlurConfig {
        Checks.probability("blur", probability);
        Checks.probability("sinc", sincProbability);
        if (smallestSizePixels < 1
                || largestSizePixels < smallestSizePixels
                || smallestSizePixels % 2 == 0
                || largestSizePixels % 2 == 0) {
            throw new IllegalArgumentException(
                    "kernel sizes must be odd and in order, found " + smallestSizePixels + " to " + largestSizePixels);
        }
        if (!(sigmaPixels.low() > 0) || !(gaussianBeta.low() > 0) || !(plateauBeta.low() > 0)) {
            throw new IllegalArgumentException("sigma and beta must be above 0");
        }
    }

    /** Returns Gaussian blur with kernels of one size. */
    public static BlurConfig gaussian(double probability, int sizePixels, KernelMix mix, Range sigmaPixels) {
        return new BlurConfig(
                probability, sizePixels, sizePixels, 0, mix, sigmaPixels, new Range(0.5, 4), new Range(1, 2));
    }
}
