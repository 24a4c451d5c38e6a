package dev.osediff.degradation;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;

/**
 * What a baseline JPEG file does to a picture, without the file: JFIF colour, subsampled colour planes, the 8 × 8
 * cosine transform, rounding to multiples of the standard tables (ITU-T T.81, annex K) scaled to a quality as libjpeg
 * does. The loss-free entropy coding is left out. Stateless and thread-safe.
 */
public final class JpegSimulation {
    /** Resolution of the colour difference planes. */
    public enum Subsampling {
        /** Full resolution. */
        S444,
        /** Half resolution along both sides. */
        S420
    }

    private JpegSimulation() {}

    /**
     * Compresses and decompresses.
     *
     * @param image 1 plane (grey) or 3 planes (red, green, blue), values in [0, 1]; others are clipped
     * @param quality from 1 to 100; need not be whole
     * @return a new picture of equal size, clipped to [0, 1], not rounded to 8 bits
     * @throws IllegalArgumentException if the quality is outside its range
     * @throws InvalidImageException if the picture has 2 or more than 3 planes
     */
    public static FloatImage apply(FloatImage image, double quality, Subsampling subsampling) {
        if (!(quality >= 1 && quality <= 100)) {
            throw new IllegalArgumentException("JPEG quality must be in [1, 100], found " + quality);
        }
        requireGreyOrRgb(image);
        int width = image.width();
        int height = image.height();
        float[] lumaTable = JpegTables.luma(quality);
        if (image.channels() == 1) {
            float[] luma = new float[width * height];
            float[] source = image.plane(0);
            for (int i = 0; i < luma.length; i++) {
                luma[i] = clip(source[i]) * 255 - 128;
            }
            JpegBlocks.quantize(luma, width, height, lumaTable);
            for (int i = 0; i < luma.length; i++) {
                luma[i] = clip((luma[i] + 128) / 255);
            }
            return FloatImage.of(width, height, luma);
        }
        float[][] ycc = toYcc(image);
        float[] chromaTable = JpegTables.chroma(quality);
        JpegBlocks.quantize(ycc[0], width, height, lumaTable);
        for (int c = 1; c < 3; c++) {
            if (subsampling == Subsampling.S444) {
                JpegBlocks.quantize(ycc[c], width, height, chromaTable);
            } else {
                float[] half = ChromaSubsampling.halve(ycc[c], width, height);
                JpegBlocks.quantize(half, (width + 1) / 2, (height + 1) / 2, chromaTable);
                ycc[c] = ChromaSubsampling.twice(half, width, height);
            }
        }
        return toRgb(ycc, width, height);
    }

    static void requireGreyOrRgb(FloatImage image) {
        if (image.channels() != 1 && image.channels() != 3) {
            throw new InvalidImageException(new Problem(
                    "picture to degrade",
                    image.channels() + " planes",
                    "1 plane (grey) or 3 (red, green, blue)",
                    "Split off alpha first."));
        }
    }

    private static float[][] toYcc(FloatImage image) {
        float[] red = image.plane(0);
        float[] green = image.plane(1);
        float[] blue = image.plane(2);
        float[][] ycc = new float[3][red.length];
        float[] luma = ycc[0];
        float[] cb = ycc[1];
        float[] cr = ycc[2];
        for (int i = 0; i < luma.length; i++) {
            float r = clip(red[i]) * 255;
            float g = clip(green[i]) * 255;
            float b = clip(blue[i]) * 255;
            luma[i] = 0.299f * r + 0.587f * g + 0.114f * b - 128;
            cb[i] = -0.168736f * r - 0.331264f * g + 0.5f * b;
            cr[i] = 0.5f * r - 0.418688f * g - 0.081312f * b;
        }
        return ycc;
    }

    private static FloatImage toRgb(float[][] ycc, int width, int height) {
        float[] red = ycc[0];
        float[] green = ycc[1];
        float[] blue = ycc[2];
        for (int i = 0; i < red.length; i++) {
            float luma = ycc[0][i] + 128;
            float cb = ycc[1][i];
            float cr = ycc[2][i];
            red[i] = clip((luma + 1.402f * cr) / 255);
            green[i] = clip((luma - 0.344136f * cb - 0.714136f * cr) / 255);
            blue[i] = clip((luma + 1.772f * cb) / 255);
        }
        return FloatImage.of(width, height, red, green, blue);
    }

    private static float clip(float value) {
        return Math.max(0, Math.min(1, value));
    }
}
