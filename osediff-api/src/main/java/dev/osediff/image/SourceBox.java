package dev.osediff.image;

/**
 * A region of a source picture in pixels, with fractions: (0, 0) is the upper left corner of the upper left pixel.
 *
 * @param left from 0
 * @param top from 0
 * @param right greater than left, at most the width
 * @param bottom greater than top, at most the height
 */
public record SourceBox(double left, double top, double right, double bottom) {
    /** Refuses an empty, reversed or negative region and NaN, with IllegalArgumentException. */
    public SourceBox {
        if (!(left >= 0 && top >= 0 && right > left && bottom > top)) {
            throw new IllegalArgumentException("a source box has 0 <= left < right and 0 <= top < bottom, found " + left
                    + ", " + top + ", " + right + ", " + bottom);
        }
    }

    /** Returns the whole picture. */
    public static SourceBox whole(FloatImage image) {
        return new SourceBox(0, 0, image.width(), image.height());
    }
}
