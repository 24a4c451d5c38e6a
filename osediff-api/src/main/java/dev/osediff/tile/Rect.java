package dev.osediff.tile;

/**
 * A rectangle of pixels, in image or latent pixels as the context says.
 *
 * @param x left column, inclusive, at least 0
 * @param y top row, inclusive, at least 0
 * @param width number of columns, at least 1
 * @param height number of rows, at least 1
 */
public record Rect(int x, int y, int width, int height) {
    /** Refuses empty rectangles, negative offsets and rectangles that end beyond the int range. */
    public Rect {
        if (x < 0
                || y < 0
                || width < 1
                || height < 1
                || (long) x + width > Integer.MAX_VALUE
                || (long) y + height > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a rectangle needs offsets of at least 0 and sides of at least 1, found "
                    + width + " x " + height + " at (" + x + ", " + y + ")");
        }
    }

    /** Returns the first column to the right of the rectangle. */
    public int right() {
        return x + width;
    }

    /** Returns the first row below the rectangle. */
    public int bottom() {
        return y + height;
    }

    /** Returns the number of pixels. */
    public long area() {
        return (long) width * height;
    }

    /** Tells whether every pixel of {@code other} lies in this rectangle. */
    public boolean contains(Rect other) {
        return other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom();
    }

    /** Returns "96 x 64 at (0, 32)". */
    @Override
    public String toString() {
        return width + " x " + height + " at (" + x + ", " + y + ")";
    }
}
