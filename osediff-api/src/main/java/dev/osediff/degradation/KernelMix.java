package dev.osediff.degradation;

/**
 * Relative frequencies of the blur kernel families (Real-ESRGAN, section 3.2): Gaussian exp(-q/2), generalised
 * Gaussian exp(-q^β/2), plateau 1/(q^β + 1), each isotropic or anisotropic, where q is the squared Mahalanobis
 * distance. They need not sum to 1.
 */
public record KernelMix(
        double isotropic,
        double anisotropic,
        double generalizedIsotropic,
        double generalizedAnisotropic,
        double plateauIsotropic,
        double plateauAnisotropic) {
    /** The mixture of Real-ESRGAN, which OSEDiff uses for both stages. */
    public static final KernelMix REAL_ESRGAN = new KernelMix(0.45, 0.25, 0.12, 0.03, 0.12, 0.03);

    /** Only anisotropic Gaussians. */
    public static final KernelMix ANISOTROPIC = new KernelMix(0, 1, 0, 0, 0, 0);

    /** Only isotropic Gaussians. */
    public static final KernelMix ISOTROPIC = new KernelMix(1, 0, 0, 0, 0, 0);

    /** Refuses negative frequencies and an empty mixture. */
    public KernelMix {
        double smallest = Math.min(
                Math.min(Math.min(isotropic, anisotropic), Math.min(generalizedIsotropic, generalizedAnisotropic)),
                Math.min(plateauIsotropic, plateauAnisotropic));
        double sum = isotropic
                + anisotropic
                + generalizedIsotropic
                + generalizedAnisotropic
                + plateauIsotropic
                + plateauAnisotropic;
        if (!(smallest >= 0) || !(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException("kernel frequencies must be at least 0 and not all 0");
        }
    }
}
