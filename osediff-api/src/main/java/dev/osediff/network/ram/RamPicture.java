package dev.osediff.network.ram;

import dev.osediff.network.Tensor;
import java.util.Arrays;

/**
 * A picture as RAM sees it (osediff.md §1.3): resized to a square, aspect not kept, by bilinear interpolation between pixel
 * centres, then normalised by ImageNet's mean and deviation. Stateless and thread-safe.
 */
public final class RamPicture {
    private static final int CHANNELS = 3;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private RamPicture() {}

    /** What is done where pixels are fewer than before. */
    public enum Shrinking {
        /** Two neighbours in each direction, as the reference with its pinned libraries: some pixels are not seen. */
        TWO_NEIGHBOURS,
        /** A triangle as wide as what one pixel covers, as later libraries do. */
        ANTIALIASED
    }

    /**
     * Prepares a picture.
     *
     * @param rgb [1, 3, H, W] from 0 to 1
     * @param side of the square in pixels
     * @return [1, 3, side, side]
     */
    public static Tensor of(Tensor rgb, int side, Shrinking shrinking) {
        int height = rgb.dim(2);
        int width = rgb.dim(3);
        float[][] planes = new float[CHANNELS][];
        for (int channel = 0; channel < CHANNELS; channel++) {
            planes[channel] = Arrays.copyOfRange(rgb.data(), channel * height * width, (channel + 1) * height * width);
        }
        return of(planes, height, width, side, shrinking);
    }

    /**
     * Prepares a picture.
     *
     * @param planes red, green and blue, rows of samples from 0 to 1; not changed
     * @param side of the square in pixels
     * @return [1, 3, side, side]
     */
    public static Tensor of(float[][] planes, int height, int width, int side, Shrinking shrinking) {
        Taps columns = Taps.of(width, side, shrinking);
        Taps rows = Taps.of(height, side, shrinking);
        Tensor result = Tensor.zeros(1, CHANNELS, side, side);
        double[] sums = new double[side];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int y = 0; y < side; y++) {
                Arrays.fill(sums, 0);
                for (int tap = 0; tap < rows.weights[y].length; tap++) {
                    int row = rows.first[y] + tap;
                    for (int x = 0; x < side; x++) {
                        sums[x] += (double) rows.weights[y][tap] * columns.sum(x, planes[channel], row * width);
                    }
                }
                for (int x = 0; x < side; x++) {
                    float value = ((float) sums[x] - MEAN[channel]) / DEVIATION[channel];
                    result.data()[(channel * side + y) * side + x] = value;
                }
            }
        }
        return result;
    }

    /**
     * Which samples of a line make each new one.
     *
     * @param first of each
     * @param weights of each, adding up to 1
     */
    private record Taps(int[] first, float[][] weights) {
        static Taps of(int from, int to, Shrinking shrinking) {
            double ratio = (double) from / to;
            double reach = shrinking == Shrinking.ANTIALIASED ? Math.max(1, ratio) : 1;
            int[] first = new int[to];
            float[][] weights = new float[to][];
            for (int i = 0; i < to; i++) {
                double centre = Math.max(0.5, Math.min(from - 0.5, (i + 0.5) * ratio));
                centre = reach > 1 ? (i + 0.5) * ratio : centre;
                first[i] = (int) Math.max(0, Math.floor(centre - reach + 0.5));
                int last = (int) Math.min(from, Math.floor(centre + reach + 0.5));
                weights[i] = triangle(first[i], Math.max(first[i] + 1, last), centre, reach);
            }
            return new Taps(first, weights);
        }

        private static float[] triangle(int first, int last, double centre, double reach) {
            double[] heights = new double[last - first];
            double sum = 0;
            for (int i = 0; i < heights.length; i++) {
                heights[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach);
                sum += heights[i];
            }
            float[] weights = new float[heights.length];
            for (int i = 0; i < heights.length; i++) {
                weights[i] = (float) (heights[i] / sum);
            }
            return weights;
        }

        float sum(int i, float[] samples, int at) {
            double sum = 0;
            for (int tap = 0; tap < weights[i].length; tap++) {
                sum += (double) weights[i][tap] * samples[at + first[i] + tap];
            }
            return (float) sum;
        }
    }
}
