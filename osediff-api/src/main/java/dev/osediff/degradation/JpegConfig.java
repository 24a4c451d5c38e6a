package dev.osediff.degradation;

/**
 * How a picture is compressed.
 *
 * @param probability how often it is compressed at all
 * @param quality quality from 1 to 100 on the usual (libjpeg) scale
 * @param subsampling resolution of the colour difference planes
 */
public record JpegConfig(double probability, Range quality, JpegSimulation.Subsampling subsampling) {
    /** No compression. */
    public static final JpegConfig NONE = of(0, new Range(100, 100));

    /** Refuses qualities outside [1, 100] and probabilities outside [0, 1]. */
    public JpegConfig {
        Checks.probability("JPEG", probability);
        if (quality.low() < 1 || quality.high() > 100) {
            throw new IllegalArgumentException("JPEG quality must be in [1, 100], found " + quality);
        }
    }

    /** Returns compression with colour at half resolution, as nearly all files have it. */
    public static JpegConfig of(double probability, Range quality) {
        return new JpegConfig(probability, quality, JpegSimulation.Subsampling.S420);
    }
}
