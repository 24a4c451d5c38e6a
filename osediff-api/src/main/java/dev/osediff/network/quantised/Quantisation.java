package dev.osediff.network.quantised;

/**
 * How activations become unsigned 8-bit numbers: q = clamp(round(x / scale) + zeroPoint, 0, 255).
 *
 * @param scale size of one level, positive and finite
 * @param zeroPoint the level that means 0, 0 to 255
 */
public record Quantisation(float scale, int zeroPoint) {
    private static final int TOP_LEVEL = 255;

    /** Refuses a scale that is not positive and finite, and a zero point out of range. */
    public Quantisation {
        if (!(scale > 0) || Float.isInfinite(scale)) {
            throw new IllegalArgumentException("scale must be positive and finite, found " + scale);
        }
        if (zeroPoint < 0 || zeroPoint > TOP_LEVEL) {
            throw new IllegalArgumentException("zero point must be 0 to " + TOP_LEVEL + ", found " + zeroPoint);
        }
    }

    /**
     * Returns the levels that cover a range and have one that is exactly 0, as padding needs.
     *
     * @param least the smallest value to be kept; more than 0 counts as 0
     * @param greatest the largest value to be kept; less than 0 counts as 0
     */
    public static Quantisation ofRange(float least, float greatest) {
        float low = Math.min(0, least);
        float high = Math.max(0, greatest);
        if (!Float.isFinite(low) || !Float.isFinite(high)) {
            throw new IllegalArgumentException("a range must be finite, found " + least + " to " + greatest);
        }
        float scale = Math.max((high - low) / TOP_LEVEL, Float.MIN_NORMAL);
        int zero = Math.round(-low / scale);
        return new Quantisation(scale, Math.max(0, Math.min(TOP_LEVEL, zero)));
    }

    /** Returns the value that stands for x: that of the nearest level, halves to the even one, as engines round. */
    public float nearest(float x) {
        double level = Math.rint(x / scale) + zeroPoint;
        return (float) (Math.max(0, Math.min(TOP_LEVEL, level)) - zeroPoint) * scale;
    }
}
