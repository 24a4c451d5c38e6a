package dev.osediff.degradation;

import dev.osediff.image.FloatImage;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.util.Arrays;

/**
 * Resizing by the methods of the reference chain. Those without antialiasing are done here, first along x, then along
 * y, without clipping; the antialiased ones are {@link Resampler}'s.
 */
final class Resize {
    private Resize() {}

    /** Returns a new picture of the given size, or the picture itself if it has that size already. */
    static FloatImage apply(FloatImage image, int width, int height, ResizeMethod method) {
        if (width == image.width() && height == image.height()) {
            return image;
        }
        return switch (method) {
            case BILINEAR_ANTIALIASED -> Resampler.resize(image, width, height, ResampleFilter.BILINEAR);
            case BICUBIC_ANTIALIASED -> Resampler.resize(image, width, height, ResampleFilter.BICUBIC);
            case AREA, BILINEAR, BICUBIC -> plain(image, width, height, method);
        };
    }

    private static FloatImage plain(FloatImage image, int width, int height, ResizeMethod method) {
        FloatImage wide = width == image.width() ? image : alongX(image, ResizeTaps.of(image.width(), width, method));
        return height == image.height() ? wide : alongY(wide, ResizeTaps.of(image.height(), height, method));
    }

    private static FloatImage alongX(FloatImage image, ResizeTaps taps) {
        int width = taps.first().length;
        int height = image.height();
        float[][] planes = new float[image.channels()][width * height];
        for (int c = 0; c < planes.length; c++) {
            float[] source = image.plane(c);
            for (int y = 0; y < height; y++) {
                int row = y * image.width();
                for (int x = 0; x < width; x++) {
                    float[] weights = taps.weights()[x];
                    int start = row + taps.first()[x];
                    float sum = 0;
                    for (int k = 0; k < weights.length; k++) {
                        sum += weights[k] * source[start + k];
                    }
                    planes[c][y * width + x] = sum;
                }
            }
        }
        return FloatImage.of(width, height, planes);
    }

    private static FloatImage alongY(FloatImage image, ResizeTaps taps) {
        int width = image.width();
        int height = taps.first().length;
        float[][] planes = new float[image.channels()][width * height];
        float[] row = new float[width];
        for (int c = 0; c < planes.length; c++) {
            for (int y = 0; y < height; y++) {
                Arrays.fill(row, 0);
                float[] weights = taps.weights()[y];
                for (int k = 0; k < weights.length; k++) {
                    addRow(row, image.plane(c), (taps.first()[y] + k) * width, weights[k]);
                }
                System.arraycopy(row, 0, planes[c], y * width, width);
            }
        }
        return FloatImage.of(width, height, planes);
    }

    private static void addRow(float[] row, float[] source, int start, float weight) {
        for (int x = 0; x < row.length; x++) {
            row[x] += weight * source[start + x];
        }
    }
}
