package dev.osediff.image;

/**
 * {@link Resampler} for pictures whose samples are whole levels from 0 to 255, in the integers that Pillow's {@code
 * Image.resize} computes 8-bit pictures in: weights are rounded to 2⁻²², and each pass that changes something rounds its sums
 * to a level. For models that were trained on what Pillow gives. Stateless, thread-safe, deterministic.
 */
public final class LevelResampler {
    private static final int FRACTION_BITS = 22;
    private static final int MOST = 255;

    private LevelResampler() {}

    /**
     * Computes rows [rowBegin, rowEnd) of a whole picture's resize.
     *
     * @param source whole levels; not changed
     * @param width of the result in pixels, at least 1
     * @param height of the result in pixels, at least 1
     * @return whole levels, {@code width} by {@code rowEnd - rowBegin}
     * @throws IllegalArgumentException if a size is below 1 or the rows leave the result
     */
    public static FloatImage resizeRows(
            FloatImage source, int width, int height, ResampleFilter filter, int rowBegin, int rowEnd) {
        if (width < 1 || height < 1 || rowBegin < 0 || rowEnd <= rowBegin || rowEnd > height) {
            throw new IllegalArgumentException("rows [" + rowBegin + ", " + rowEnd + ") of " + width + " x " + height);
        }
        boolean keepsColumns = width == source.width();
        boolean keepsRows = height == source.height();
        ResampleTaps rows = ResampleTaps.of(source.height(), 0, source.height(), height, filter, rowBegin, rowEnd);
        int sourceBegin = keepsRows ? rowBegin : rows.sourceBegin();
        int sourceEnd = keepsRows ? rowEnd : rows.sourceEnd();
        ResampleTaps columns = ResampleTaps.of(source.width(), 0, source.width(), width, filter, 0, width);
        float[][] planes = new float[source.channels()][];
        for (int c = 0; c < planes.length; c++) {
            float[] cut = new float[source.width() * (sourceEnd - sourceBegin)];
            System.arraycopy(source.plane(c), sourceBegin * source.width(), cut, 0, cut.length);
            float[] wide = keepsColumns ? cut : columns(cut, source.width(), columns);
            planes[c] = keepsRows ? wide : rows(wide, width, sourceBegin, rows);
        }
        return FloatImage.of(width, rowEnd - rowBegin, planes);
    }

    private static float[] columns(float[] plane, int sourceWidth, ResampleTaps taps) {
        int width = taps.size();
        int height = plane.length / sourceWidth;
        float[] result = new float[width * height];
        for (int x = 0; x < width; x++) {
            int[] weights = fixed(taps.exactWeights(x));
            for (int y = 0; y < height; y++) {
                int from = y * sourceWidth + taps.first(x);
                int sum = 1 << FRACTION_BITS - 1;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * (int) plane[from + k];
                }
                result[y * width + x] = level(sum);
            }
        }
        return result;
    }

    private static float[] rows(float[] plane, int width, int sourceBegin, ResampleTaps taps) {
        float[] result = new float[width * taps.size()];
        for (int y = 0; y < taps.size(); y++) {
            int[] weights = fixed(taps.exactWeights(y));
            int first = taps.first(y) - sourceBegin;
            for (int x = 0; x < width; x++) {
                int sum = 1 << FRACTION_BITS - 1;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * (int) plane[(first + k) * width + x];
                }
                result[y * width + x] = level(sum);
            }
        }
        return result;
    }

    private static int level(int sum) {
        return Math.max(0, Math.min(MOST, sum >> FRACTION_BITS));
    }

    /** Rounds to fractions, halves away from zero. */
    private static int[] fixed(double[] weights) {
        int[] fixed = new int[weights.length];
        for (int k = 0; k < fixed.length; k++) {
            fixed[k] = (int) (weights[k] * (1 << FRACTION_BITS) + Math.copySign(0.5, weights[k]));
        }
        return fixed;
    }
}
