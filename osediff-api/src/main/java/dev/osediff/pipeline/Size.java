package dev.osediff.pipeline;

/**
 * Sides of a picture in pixels.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Size(int width, int height) {
    /** Refuses sides below 1. */
    public Size {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("sides are at least 1 pixel, found " + width + " x " + height);
        }
    }

    /** Returns the number of pixels. */
    public long pixels() {
        return (long) width * height;
    }

    /** Returns the shorter side. */
    public int shortSide() {
        return Math.min(width, height);
    }

    /** Returns the same picture with each side rounded up to a multiple. */
    Size alignedUp(int multiple) {
        return new Size(alignedUp(width, multiple), alignedUp(height, multiple));
    }

    private static int alignedUp(int side, int multiple) {
        return Math.toIntExact(((long) side + multiple - 1) / multiple * multiple);
    }

    /** Returns "640 x 480". */
    @Override
    public String toString() {
        return width + " x " + height;
    }
}
