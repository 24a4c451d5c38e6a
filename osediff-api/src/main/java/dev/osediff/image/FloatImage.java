package dev.osediff.image;

/**
 * A picture as float planes: {@code channels} arrays of width · height samples, row-major, nominally 0 (black) to 1
 * (white) in the picture's own (gamma-encoded) colour space. Planes are not copied: who creates an image gives them
 * away. Safe for concurrent reading as long as nobody writes to a plane.
 */
public final class FloatImage {
    private final int width;
    private final int height;
    private final float[][] planes;

    private FloatImage(int width, int height, float[][] planes) {
        this.width = width;
        this.height = height;
        this.planes = planes;
    }

    /**
     * Wraps planes.
     *
     * @param planes at least one array of width · height samples
     * @throws IllegalArgumentException if a size is below 1 or a plane has another length
     */
    public static FloatImage of(int width, int height, float[]... planes) {
        if (width < 1 || height < 1 || planes.length < 1) {
            throw new IllegalArgumentException("a picture has at least 1 x 1 pixels and 1 plane, found " + width + " x "
                    + height + ", " + planes.length);
        }
        long samples = (long) width * height;
        for (float[] plane : planes) {
            if (plane.length != samples) {
                throw new IllegalArgumentException(
                        "a plane of " + width + " x " + height + " has " + samples + " samples, found " + plane.length);
            }
        }
        return new FloatImage(width, height, planes.clone());
    }

    /** Creates a black picture. */
    public static FloatImage black(int width, int height, int channels) {
        float[][] planes = new float[channels][Math.multiplyExact(width, height)];
        return of(width, height, planes);
    }

    /** Returns the width in pixels. */
    public int width() {
        return width;
    }

    /** Returns the height in pixels. */
    public int height() {
        return height;
    }

    /** Returns the number of planes. */
    public int channels() {
        return planes.length;
    }

    /** Returns plane {@code channel} itself, not a copy; sample (x, y) is at y · width + x. */
    public float[] plane(int channel) {
        return planes[channel];
    }

    /** Returns width, height and channels for messages. */
    @Override
    public String toString() {
        return width + " x " + height + " x " + planes.length;
    }
}
