package dev.osediff.tile;

/**
 * The size of a network's output as a multiple of its input's: {@code numerator / denominator}, one of them 1. An encoder
 * with factor f has 1/f, a denoiser 1, a decoder f.
 *
 * @param numerator output pixels for each {@code denominator} input pixels, along one axis
 * @param denominator input pixels for each {@code numerator} output pixels, along one axis
 */
public record TileScale(int numerator, int denominator) {
    /** Output and input have the same size. */
    public static final TileScale SAME = new TileScale(1, 1);

    /** Refuses factors below 1 and fractions other than n and 1/n. */
    public TileScale {
        if (numerator < 1 || denominator < 1 || (numerator > 1 && denominator > 1)) {
            throw new IllegalArgumentException("a scale is n/1 or 1/n, found " + numerator + "/" + denominator);
        }
    }

    /** Returns the scale of a network that enlarges each side {@code factor} times. */
    public static TileScale up(int factor) {
        return new TileScale(factor, 1);
    }

    /** Returns the scale of a network that reduces each side {@code factor} times. */
    public static TileScale down(int factor) {
        return new TileScale(1, factor);
    }

    /**
     * Converts an offset or a size.
     *
     * @throws IllegalArgumentException if the result is not a whole number: align the picture to the denominator first
     * @throws ArithmeticException if the result is beyond the int range
     */
    public int apply(int pixels) {
        if (pixels % denominator != 0) {
            throw new IllegalArgumentException(
                    "offsets and sizes must be multiples of " + denominator + ", found " + pixels);
        }
        return Math.multiplyExact(pixels / denominator, numerator);
    }

    /** Converts a rectangle; throws as {@link #apply(int)} does. */
    public Rect apply(Rect rect) {
        return new Rect(apply(rect.x()), apply(rect.y()), apply(rect.width()), apply(rect.height()));
    }

    /** Returns the position, in input pixels, of the centre of output pixel {@code index}. */
    double centreInInput(int index) {
        return (index + 0.5) * denominator / numerator;
    }

    /** Returns "1/8", "1" or "8". */
    @Override
    public String toString() {
        return denominator == 1 ? Integer.toString(numerator) : numerator + "/" + denominator;
    }
}
