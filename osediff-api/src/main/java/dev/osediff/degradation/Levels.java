package dev.osediff.degradation;

import dev.osediff.image.FloatImage;

/** Clipping and rounding of samples. */
final class Levels {
    private Levels() {}

    /** Returns a new picture clipped to [0, 1]. */
    static FloatImage clipped(FloatImage image) {
        float[][] planes = new float[image.channels()][image.width() * image.height()];
        for (int c = 0; c < planes.length; c++) {
            float[] source = image.plane(c);
            for (int i = 0; i < source.length; i++) {
                planes[c][i] = Math.max(0, Math.min(1, source[i]));
            }
        }
        return FloatImage.of(image.width(), image.height(), planes);
    }

    /** Returns a new picture clipped to [0, 1] and rounded to levels of 255. */
    static FloatImage eightBit(FloatImage image) {
        FloatImage result = clipped(image);
        for (int c = 0; c < result.channels(); c++) {
            float[] plane = result.plane(c);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (int) (plane[i] * 255 + 0.5f) / 255f;
            }
        }
        return result;
    }
}
