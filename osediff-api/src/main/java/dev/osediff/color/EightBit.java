package dev.osediff.color;

import dev.osediff.image.FloatImage;

/** Samples rounded to whole 255ths, as if the picture had been stored with 8 bits and read again. */
final class EightBit {
    private EightBit() {}

    /** Rounds down, after clamping to 0 to 1. */
    static FloatImage truncate(FloatImage image) {
        return quantize(image, 0);
    }

    /** Rounds to the nearest level, after clamping to 0 to 1. */
    static FloatImage round(FloatImage image) {
        return quantize(image, 0.5f);
    }

    private static FloatImage quantize(FloatImage image, float offset) {
        float[][] planes = new float[image.channels()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = image.plane(c).clone();
            for (int i = 0; i < planes[c].length; i++) {
                int level = (int) (Math.max(0, Math.min(1, planes[c][i])) * 255f + offset);
                planes[c][i] = level / 255f;
            }
        }
        return FloatImage.of(image.width(), image.height(), planes);
    }
}
