package dev.osediff.color;

import dev.osediff.image.FloatImage;

/**
 * The wavelet colour fix of StableSR and OSEDiff: the result keeps its high frequencies and takes the source's low ones.
 * The low band is five blurs in a row with the kernel [1 2 1]ᵀ[1 2 1]/16, dilated 1, 2, 4, 8 and 16 times, border samples
 * repeated. As blurring is linear, result − low(result) + low(source) is computed as result + low(source − result).
 *
 * <p>A sample depends on at most {@link #RADIUS} neighbours each way, so tiles with that halo are exact. Stateless.
 */
public final class Wavelet {
    /** How far the five blurs look together, in pixels: 1 + 2 + 4 + 8 + 16. */
    public static final int RADIUS = 31;

    private static final int LEVELS = 5;

    private Wavelet() {}

    /** Returns {@code result} with the low band of {@code source}, clamped to 0 to 1; sizes are equal. */
    static FloatImage apply(FloatImage result, FloatImage source) {
        FloatImage fixed = FloatImage.black(result.width(), result.height(), result.channels());
        float[] difference = new float[result.plane(0).length];
        float[] buffer = new float[difference.length];
        for (int c = 0; c < result.channels(); c++) {
            float[] from = result.plane(c);
            float[] wanted = source.plane(c);
            for (int i = 0; i < from.length; i++) {
                difference[i] = wanted[i] - from[i];
            }
            lowPass(difference, buffer, result.width());
            float[] to = fixed.plane(c);
            for (int i = 0; i < to.length; i++) {
                to[i] = Math.max(0, Math.min(1, from[i] + difference[i]));
            }
        }
        return fixed;
    }

    /** Replaces a plane by its low band; {@code buffer} is as long as the plane and is overwritten. */
    private static void lowPass(float[] plane, float[] buffer, int width) {
        for (int level = 0; level < LEVELS; level++) {
            blurColumns(plane, buffer, width, 1 << level);
            blurRows(buffer, plane, width, 1 << level);
        }
    }

    private static void blurColumns(float[] from, float[] to, int width, int radius) {
        int lastRow = from.length - width;
        for (int row = 0; row <= lastRow; row += width) {
            int above = (int) Math.max(0, row - (long) radius * width);
            int below = (int) Math.min(lastRow, row + (long) radius * width);
            for (int x = 0; x < width; x++) {
                to[row + x] = 0.25f * (from[above + x] + from[below + x]) + 0.5f * from[row + x];
            }
        }
    }

    private static void blurRows(float[] from, float[] to, int width, int radius) {
        int edge = Math.min(radius, width);
        for (int row = 0; row < from.length; row += width) {
            for (int x = 0; x < edge; x++) {
                to[row + x] = blurClamped(from, row, x, width, radius);
            }
            for (int x = edge; x < width - edge; x++) {
                int i = row + x;
                to[i] = 0.25f * (from[i - radius] + from[i + radius]) + 0.5f * from[i];
            }
            for (int x = Math.max(edge, width - edge); x < width; x++) {
                to[row + x] = blurClamped(from, row, x, width, radius);
            }
        }
    }

    private static float blurClamped(float[] from, int row, int x, int width, int radius) {
        float left = from[row + Math.max(0, x - radius)];
        float right = from[row + Math.min(width - 1, x + radius)];
        return 0.25f * (left + right) + 0.5f * from[row + x];
    }
}
