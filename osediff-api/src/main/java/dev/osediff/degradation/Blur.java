package dev.osediff.degradation;

import dev.osediff.image.FloatImage;
import java.util.Arrays;
import java.util.List;

/** Correlation of every plane with a kernel, mirrored at the border without repeating the border pixel. */
final class Blur {
    private Blur() {}

    static FloatImage apply(FloatImage image, BlurKernel kernel) {
        // A term costs 2 · size products a sample, the whole kernel size²; small steps cost more than large ones.
        List<SeparableTerm> terms = SeparableTerm.decompose(kernel, (kernel.size() - 1) / 3);
        int width = image.width();
        int height = image.height();
        float[][] planes = new float[image.channels()][];
        for (int c = 0; c < planes.length; c++) {
            float[] padded = pad(image.plane(c), width, height, kernel.size() / 2);
            planes[c] = terms.isEmpty()
                    ? whole(padded, width, height, kernel)
                    : separable(padded, width, height, kernel.size(), terms);
        }
        return FloatImage.of(width, height, planes);
    }

    private static float[] whole(float[] padded, int width, int height, BlurKernel kernel) {
        int size = kernel.size();
        float[] result = new float[width * height];
        float[] sum = new float[width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sum, 0);
            for (int ky = 0; ky < size; ky++) {
                int start = (y + ky) * (width + size - 1);
                accumulate(sum, padded, start, 1, kernel.weights(), ky * size, size);
            }
            System.arraycopy(sum, 0, result, y * width, width);
        }
        return result;
    }

    private static float[] separable(float[] padded, int width, int height, int size, List<SeparableTerm> terms) {
        int paddedHeight = height + size - 1;
        float[] result = new float[width * height];
        float[] narrow = new float[width * paddedHeight];
        float[] sum = new float[width];
        for (SeparableTerm term : terms) {
            for (int y = 0; y < paddedHeight; y++) {
                Arrays.fill(sum, 0);
                accumulate(sum, padded, y * (width + size - 1), 1, term.row(), 0, size);
                System.arraycopy(sum, 0, narrow, y * width, width);
            }
            for (int y = 0; y < height; y++) {
                System.arraycopy(result, y * width, sum, 0, width);
                accumulate(sum, narrow, y * width, width, term.column(), 0, size);
                System.arraycopy(sum, 0, result, y * width, width);
            }
        }
        return result;
    }

    /** Adds weight k times the source from {@code start + k · step} on to the sums, for every k. */
    private static void accumulate(
            float[] sum, float[] source, int start, int step, float[] weights, int first, int count) {
        int k = 0;
        int end = count;
        while (k < end && weights[first + k] == 0) {
            k++;
        }
        while (end > k && weights[first + end - 1] == 0) {
            end--;
        }
        for (; k + 4 <= end; k += 4) {
            addFour(sum, source, start + k * step, step, weights, first + k);
        }
        for (; k < end; k++) {
            addOne(sum, source, start + k * step, weights[first + k]);
        }
    }

    private static void addFour(float[] sum, float[] source, int start, int step, float[] weights, int first) {
        float a = weights[first];
        float b = weights[first + 1];
        float c = weights[first + 2];
        float d = weights[first + 3];
        int second = start + step;
        int third = second + step;
        int fourth = third + step;
        for (int x = 0; x < sum.length; x++) {
            sum[x] += a * source[start + x] + b * source[second + x] + c * source[third + x] + d * source[fourth + x];
        }
    }

    private static void addOne(float[] sum, float[] source, int start, float weight) {
        for (int x = 0; x < sum.length; x++) {
            sum[x] += weight * source[start + x];
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
