package dev.osediff.djl.training.data;

import dev.osediff.image.FloatImage;

/** A red, green and blue picture held as 8-bit planes, a quarter of the memory of floats. Read-only. */
final class BytePicture {
    private final int width;
    private final int height;
    private final byte[][] planes;

    private BytePicture(int width, int height, byte[][] planes) {
        this.width = width;
        this.height = height;
        this.planes = planes;
    }

    /** Rounds a picture of three planes. */
    static BytePicture of(FloatImage image) {
        byte[][] planes = new byte[3][image.width() * image.height()];
        for (int c = 0; c < 3; c++) {
            float[] source = image.plane(c);
            for (int i = 0; i < source.length; i++) {
                planes[c][i] = (byte) (Math.max(0, Math.min(1, source[i])) * 255 + 0.5f);
            }
        }
        return new BytePicture(image.width(), image.height(), planes);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Sum of absolute differences of green along both axes, every second row and column: how much there is to see. */
    long gradient(int left, int top, int side) {
        byte[] green = planes[1];
        long sum = 0;
        for (int y = top; y < top + side - 1; y += 2) {
            for (int x = left; x < left + side - 1; x += 2) {
                int at = y * width + x;
                int here = green[at] & 0xFF;
                sum += Math.abs((green[at + 1] & 0xFF) - here) + Math.abs((green[at + width] & 0xFF) - here);
            }
        }
        return sum;
    }

    /** Returns a square crop, mirrored if bit 0 of {@code turn} is set and then turned by the quarter turns above it. */
    FloatImage crop(int left, int top, int side, int turn) {
        float[][] result = new float[3][side * side];
        boolean mirrored = (turn & 1) != 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int u = x;
                int v = y;
                for (int i = 0; i < (turn >> 1); i++) {
                    int old = u;
                    u = v;
                    v = side - 1 - old;
                }
                if (mirrored) {
                    u = side - 1 - u;
                }
                int at = (top + v) * width + left + u;
                for (int c = 0; c < 3; c++) {
                    result[c][y * side + x] = (planes[c][at] & 0xFF) / 255f;
                }
            }
        }
        return FloatImage.of(side, side, result);
    }
}
