package dev.osediff.image;

/**
 * Separable resampling, horizontal pass first, antialiased when shrinking: the same taps as Pillow's {@code
 * Image.resize}. As there, each pass that changes something clamps to 0 to 1, so results on 8-bit pictures agree with Pillow's to
 * one level; {@link LevelResampler} agrees with them exactly. Sums are in float. Memory beyond the result: one plane of output width by the source rows in use. Stateless,
 * thread-safe, deterministic.
 */
public final class Resampler {
    private Resampler() {}

    /**
     * Resizes a whole picture.
     *
     * @param source any number of planes; not changed
     * @param width of the result in pixels, at least 1
     * @param height of the result in pixels, at least 1
     * @return new planes, samples 0 to 1
     * @throws IllegalArgumentException if a size is below 1
     * @throws dev.osediff.error.ImageTooLargeException if the result exceeds 2^31 - 9 pixels
     */
    public static FloatImage resize(FloatImage source, int width, int height, ResampleFilter filter) {
        return resize(source, SourceBox.whole(source), width, height, filter);
    }

    /**
     * Resizes a region; taps look beyond the region where the source has pixels.
     *
     * @param box region of the source, inside it
     * @throws IllegalArgumentException if a size is below 1 or the box leaves the source
     * @throws dev.osediff.error.ImageTooLargeException if the result exceeds 2^31 - 9 pixels
     */
    public static FloatImage resize(FloatImage source, SourceBox box, int width, int height, ResampleFilter filter) {
        return resizeRows(source, box, width, height, filter, 0, height);
    }

    /**
     * Computes only rows [rowBegin, rowEnd) of {@link #resize(FloatImage, int, int, ResampleFilter)}, bit for bit the
     * same, reading only the source rows they need: huge results can be made strip by strip.
     *
     * @return {@code width} by {@code rowEnd - rowBegin}
     */
    public static FloatImage resizeRows(
            FloatImage source, int width, int height, ResampleFilter filter, int rowBegin, int rowEnd) {
        return resizeRows(source, SourceBox.whole(source), width, height, filter, rowBegin, rowEnd);
    }

    private static FloatImage resizeRows(
            FloatImage source, SourceBox box, int width, int height, ResampleFilter filter, int rowBegin, int rowEnd) {
        check(source, box, width, height, rowBegin, rowEnd);
        RasterSizes.requirePlanes(width, rowEnd - rowBegin);
        boolean keepsColumns = width == source.width() && box.left() == 0 && box.right() == width;
        boolean keepsRows = height == source.height() && box.top() == 0 && box.bottom() == height;
        ResampleTaps rows = ResampleTaps.of(source.height(), box.top(), box.bottom(), height, filter, rowBegin, rowEnd);
        int sourceBegin = keepsRows ? rowBegin : rows.sourceBegin();
        int sourceEnd = keepsRows ? rowEnd : rows.sourceEnd();
        RasterSizes.requirePlanes(width, sourceEnd - sourceBegin);
        ResampleTaps columns = ResampleTaps.of(source.width(), box.left(), box.right(), width, filter, 0, width);
        float[][] planes = new float[source.channels()][];
        for (int channel = 0; channel < planes.length; channel++) {
            float[] plane = source.plane(channel);
            int offset = sourceBegin;
            if (!keepsColumns) {
                plane = resizeColumns(plane, source.width(), sourceBegin, sourceEnd, columns);
                offset = 0;
            }
            planes[channel] = keepsRows
                    ? clamped(plane, width, offset, rowEnd - rowBegin)
                    : resizeRows(plane, width, offset - sourceBegin, rows);
        }
        return FloatImage.of(width, rowEnd - rowBegin, planes);
    }

    private static void check(FloatImage source, SourceBox box, int width, int height, int rowBegin, int rowEnd) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a size is at least 1 x 1, found " + width + " x " + height);
        }
        if (box.right() > source.width() || box.bottom() > source.height()) {
            throw new IllegalArgumentException(box + " leaves the source " + source);
        }
        if (rowBegin < 0 || rowEnd <= rowBegin || rowEnd > height) {
            throw new IllegalArgumentException(
                    "rows lie within 0 to " + height + ", found [" + rowBegin + ", " + rowEnd + ")");
        }
    }

    private static float[] resizeColumns(
            float[] plane, int sourceWidth, int sourceBegin, int sourceEnd, ResampleTaps taps) {
        int width = taps.size();
        float[] result = new float[width * (sourceEnd - sourceBegin)];
        for (int y = sourceBegin; y < sourceEnd; y++) {
            int source = y * sourceWidth;
            int target = (y - sourceBegin) * width;
            for (int x = 0; x < width; x++) {
                float[] weights = taps.weights(x);
                int start = source + taps.first(x);
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * plane[start + k];
                }
                result[target + x] = clamp(sum);
            }
        }
        return result;
    }

    /** Row by row, so that the inner loop runs along memory. {@code shift} rows lie before source row 0 of the plane. */
    private static float[] resizeRows(float[] plane, int width, int shift, ResampleTaps taps) {
        float[] result = new float[width * taps.size()];
        for (int y = 0; y < taps.size(); y++) {
            float[] weights = taps.weights(y);
            int target = y * width;
            for (int k = 0; k < weights.length; k++) {
                int source = (taps.first(y) + shift + k) * width;
                float weight = weights[k];
                for (int x = 0; x < width; x++) {
                    result[target + x] += weight * plane[source + x];
                }
            }
            for (int x = 0; x < width; x++) {
                result[target + x] = clamp(result[target + x]);
            }
        }
        return result;
    }

    private static float[] clamped(float[] plane, int width, int offset, int rows) {
        float[] result = new float[width * rows];
        for (int i = 0; i < result.length; i++) {
            result[i] = clamp(plane[offset * width + i]);
        }
        return result;
    }

    private static float clamp(float value) {
        return Math.min(1, Math.max(0, value));
    }
}
