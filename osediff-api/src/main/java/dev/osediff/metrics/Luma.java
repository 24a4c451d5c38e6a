package dev.osediff.metrics;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;

/**
 * Luma Y of ITU-R BT.601 in studio range, the Y of MATLAB's {@code rgb2ycbcr} without its rounding:
 * Y = (65.481 R + 128.553 G + 24.966 B + 16) / 255 for R, G, B in 0 to 1. A grey picture counts as R = G = B.
 */
final class Luma {
    private final float[] red;
    private final float[] green;
    private final float[] blue;

    private Luma(float[] red, float[] green, float[] blue) {
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /**
     * Returns the luma of a picture.
     *
     * @throws InvalidImageException if it has neither 1 nor 3 channels
     */
    static Luma of(FloatImage image) {
        return switch (image.channels()) {
            case 1 -> new Luma(image.plane(0), image.plane(0), image.plane(0));
            case 3 -> new Luma(image.plane(0), image.plane(1), image.plane(2));
            default ->
                throw new InvalidImageException(new Problem(
                        "luma of a picture of " + image,
                        image.channels() + " channels",
                        "1 channel (grey) or 3 (red, green, blue)",
                        "Measure colour and alpha apart."));
        };
    }

    /** Returns Y of one sample, 16/255 (black) to 235/255 (white). */
    double at(int index) {
        return (65.481 * red[index] + 128.553 * green[index] + 24.966 * blue[index] + 16) / 255;
    }
}
