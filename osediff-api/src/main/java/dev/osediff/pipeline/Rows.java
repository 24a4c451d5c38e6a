package dev.osediff.pipeline;

import dev.osediff.image.FloatImage;
import java.util.Arrays;

/** Rows of a picture. */
final class Rows {
    /** Samples of a band that streams by: 4 MiB. */
    private static final int BAND_SAMPLES = 1 << 20;

    private Rows() {}

    /** Returns how many rows a band has. */
    static int perBand(int width, int channels) {
        return Math.max(1, BAND_SAMPLES / Math.multiplyExact(width, channels));
    }

    /** Returns a copy of rows [begin, end). */
    static FloatImage copy(FloatImage image, int begin, int end) {
        float[][] planes = new float[image.channels()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = Arrays.copyOfRange(image.plane(c), begin * image.width(), end * image.width());
        }
        return FloatImage.of(image.width(), end - begin, planes);
    }
}
