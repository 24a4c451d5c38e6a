package dev.osediff.degradation;

import dev.osediff.image.FloatImage;
import java.util.Arrays;

/** Correlation of every plane with a kernel, mirrored at the border without repeating the border pixel. */
final class Blur {
    private Blur() {}

    static FloatImage apply(FloatImage image, BlurKernel kernel) {
        float[][] planes = new float[image.channels()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = plane(image.plane(c), image.width(), image.height(), kernel);
        }
        return FloatImage.of(image.width(), image.height(), planes);
    }

    private static float[] plane(float[] source, int width, int height, BlurKernel kernel) {
        int size = kernel.size();
        int paddedWidth = width + size - 1;
        float[] padded = pad(source, width, height, size / 2);
        float[] result = new float[width * height];
        float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(row, 0);
            for (int ky = 0; ky < size; ky++) {
                int start = (y + ky) * paddedWidth;
                addRow(row, padded, start, kernel.weights(), ky * size, size);
            }
            System.arraycopy(row, 0, result, y * width, width);
        }
        return result;
    }

    private static void addRow(float[] row, float[] padded, int start, float[] weights, int first, int size) {
        int from = 0;
        int to = size;
        while (from < to && weights[first + from] == 0) {
            from++;
        }
        while (to > from && weights[first + to - 1] == 0) {
            to--;
        }
        int k = from;
        for (; k + 4 <= to; k += 4) {
            addFour(row, padded, start + k, weights, first + k);
        }
        for (; k < to; k++) {
            addOne(row, padded, start + k, weights[first + k]);
        }
    }

    private static void addFour(float[] row, float[] padded, int start, float[] weights, int first) {
        float a = weights[first];
        float b = weights[first + 1];
        float c = weights[first + 2];
        float d = weights[first + 3];
        for (int x = 0; x < row.length; x++) {
            row[x] += a * padded[start + x]
                    + b * padded[start + x + 1]
                    + c * padded[start + x + 2]
                    + d * padded[start + x + 3];
        }
    }

    private static void addOne(float[] row, float[] padded, int start, float weight) {
        for (int x = 0; x < row.length; x++) {
            row[x] += weight * padded[start + x];
        }
    }

    private static float[] pad(float[] source, int width, int height, int border) {
        int paddedWidth = width + 2 * border;
        float[] padded = new float[paddedWidth * (height + 2 * border)];
        for (int y = 0; y < height + 2 * border; y++) {
            int from = mirror(y - border, height) * width;
            int to = y * paddedWidth;
            System.arraycopy(source, from, padded, to + border, width);
            for (int x = 0; x < border; x++) {
                padded[to + x] = source[from + mirror(x - border, width)];
                padded[to + border + width + x] = source[from + mirror(width + x, width)];
            }
        }
        return padded;
    }

    private static int mirror(int index, int length) {
        if (length == 1) {
            return 0;
        }
        int folded = Math.floorMod(index, 2 * length - 2);
        return folded < length ? folded : 2 * length - 2 - folded;
    }
}
