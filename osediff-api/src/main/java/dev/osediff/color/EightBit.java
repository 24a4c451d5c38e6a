package dev.osediff.color;

import dev.osediff.image.FloatImage;

/** Samples rounded to whole 255ths, as if the picture had been stored with 8 bits and read again. Stateless. */
public final class EightBit {
    private EightBit() {}

    /** Rounds down, after clamping to 0 to 1. */
    static FloatImage truncate(FloatImage image) {
        return quantize(image, 0);
    }

    /** Rounds to the nearest level, after clamping to 0 to 1. */
    static FloatImage round(FloatImage image) {
        return quantize(image, 0.5f);
    }

    /** Returns the nearest whole levels, 0 to 255, of samples from 0 to 1. */
    public static FloatImage levels(FloatImage image) {
        return map(image, sample -> (int) (clamped(sample) * 255f + 0.5f));
    }

    /** Returns samples from 0 to 1 of whole levels. */
    public static FloatImage unit(FloatImage levels) {
        return map(levels, level -> level / 255f);
    }

    /** Rounds a picture's samples down in place, after clamping to 0 to 1. */
    public static void truncateInPlace(FloatImage image) {
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (int) (clamped(plane[i]) * 255f) / 255f;
            }
        }
    }

    private static FloatImage quantize(FloatImage image, float offset) {
        return map(image, sample -> (int) (clamped(sample) * 255f + offset) / 255f);
    }

    private static float clamped(float sample) {
        return Math.max(0, Math.min(1, sample));
    }

    /** A function of one sample. */
    @FunctionalInterface
    private interface Sample {
        float apply(float value);
    }

    private static FloatImage map(FloatImage image, Sample function) {
        float[][] planes = new float[image.channels()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = image.plane(c).clone();
            for (int i = 0; i < planes[c].length; i++) {
                planes[c][i] = function.apply(planes[c][i]);
            }
        }
        return FloatImage.of(image.width(), image.height(), planes);
    }
}
