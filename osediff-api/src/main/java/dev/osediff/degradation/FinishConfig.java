package dev.osediff.degradation;

import java.util.List;

/**
 * The end of a chain: the exact output size, a sinc filter that leaves ringing, a last compression, 8-bit levels. Resize
 * and sinc stay together; the compression comes after them or before them.
 *
 * @param methods one is drawn for the resize to the output size, which does nothing if the size is right already
 * @param sincProbability how often the sinc filter is applied
 * @param sincSmallestSizePixels smallest side of the sinc kernel, odd
 * @param sincLargestSizePixels largest side of the sinc kernel, odd
 * @param sincCutoff cut-off of the sinc filter in radians per pixel
 * @param resizeFirstProbability how often the compression comes last
 * @param jpeg the last compression
 * @param eightBit whether the result is rounded to levels of 255
 */
public record FinishConfig(
        List<ResizeMethod> methods,
        double sincProbability,
        int sincSmallestSizePixels,
        int sincLargestSizePixels,
        Range sincCutoff,
        double resizeFirstProbability,
        JpegConfig jpeg,
        boolean eightBit) {
    /** Refuses probabilities outside [0, 1], even kernel sizes and an empty list. */
    public FinishConfig {
        methods = List.copyOf(methods);
        Checks.probability("final sinc", sincProbability);
        Checks.probability("resize first", resizeFirstProbability);
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("at least one resize method is needed");
        }
        if (sincSmallestSizePixels < 1
                || sincLargestSizePixels < sincSmallestSizePixels
                || sincSmallestSizePixels % 2 == 0
                || sincLargestSizePixels % 2 == 0
                || !(sincCutoff.low() > 0)) {
            throw new IllegalArgumentException("sinc sizes must be odd and in order, its cut-off above 0");
        }
    }

    /** Returns a finish without sinc filter that compresses last and rounds to 8 bits. */
    public static FinishConfig of(List<ResizeMethod> methods, JpegConfig jpeg) {
        return new FinishConfig(methods, 0, 1, 1, Range.of(1), 1, jpeg, true);
    }
}
