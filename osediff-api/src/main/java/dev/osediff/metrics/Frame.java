package dev.osediff.metrics;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;

/**
 * The part of two equally large pictures that is compared.
 *
 * @param stride width of the pictures
 * @param left first column compared, and top row
 * @param width number of columns compared
 * @param height number of rows compared
 */
record Frame(int stride, int left, int width, int height) {
    /**
     * Returns what is left after {@code crop} pixels are taken off each side.
     *
     * @throws InvalidImageException if sizes or channels differ, or fewer than {@code least} pixels are left along an axis
     * @throws InvalidOptionException if crop is negative
     */
    static Frame of(String measure, FloatImage first, FloatImage second, int crop, int least) {
        if (first.width() != second.width()
                || first.height() != second.height()
                || first.channels() != second.channels()) {
            throw new InvalidImageException(new Problem(
                    measure + " of a picture of " + first,
                    "a picture of " + second + " to compare with",
                    "equal sizes and channels",
                    "Resize or crop one of them first."));
        }
        if (crop < 0) {
            throw new InvalidOptionException(
                    new Problem(measure + " border", crop + " pixels", "at least 0", "Use 0 to compare all pixels."));
        }
        if (first.width() - 2L * crop < least || first.height() - 2L * crop < least) {
            throw new InvalidImageException(new Problem(
                    measure + " of pictures of " + first,
                    "a border of " + crop + " pixels to leave out",
                    "at least " + least + " x " + least + " pixels left",
                    "Use a smaller border or larger pictures."));
        }
        return new Frame(first.width(), crop, first.width() - 2 * crop, first.height() - 2 * crop);
    }

    /** Returns the index, in a plane, of column {@code x} and row {@code y} of the part compared. */
    int index(int x, int y) {
        return (left + y) * stride + left + x;
    }

    /** Returns the number of pixels compared. */
    long pixels() {
        return (long) width * height;
    }
}
