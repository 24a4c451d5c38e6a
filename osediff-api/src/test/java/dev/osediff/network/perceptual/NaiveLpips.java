package dev.osediff.network.perceptual;

import dev.osediff.network.TensorSource;

/**
 * LPIPS in double precision as plain loops, from the paper's formula and the published layer lists, with the published
 * ε: features / (length + 1e-10). Knows nothing of {@code Ops}.
 */
public final class NaiveLpips {
    private static final double[] SHIFT = {-0.030, -0.088, -0.188};
    private static final double[] SCALE = {0.458, 0.448, 0.450};

    private final TensorSource weights;

    /** One line per layer: "conv index out kernel stride padding", "pool kernel stride" or "read". */
    private final String[] layers;

    /** A map of one picture: [channels][height][width]. */
    private record Features(double[][][] values) {
        int height() {
            return values[0].length;
        }

        int width() {
            return values[0][0].length;
        }
    }

    public NaiveLpips(TensorSource weights, String... layers) {
        this.weights = weights;
        this.layers = layers;
    }

    /** Distance of two pictures [3, height, width]. */
    public double distance(double[] first, double[] second, int height, int width) {
        Features a = scaled(first, height, width);
        Features b = scaled(second, height, width);
        double sum = 0;
        int slice = 0;
        for (String layer : layers) {
            String[] words = layer.split(" ");
            if (words[0].equals("read")) {
                sum += distance(
                        a, b, weights.load("lin" + slice + ".model.1.weight").data());
                slice++;
            } else if (words[0].equals("pool")) {
                a = pooled(a, number(words[1]), number(words[2]));
                b = pooled(b, number(words[1]), number(words[2]));
            } else {
                a = convolved(a, words);
                b = convolved(b, words);
            }
        }
        return sum;
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static Features scaled(double[] picture, int height, int width) {
        double[][][] out = new double[3][height][width];
        for (int i = 0; i < picture.length; i++) {
            int c = i / (height * width);
            out[c][i / width % height][i % width] = (picture[i] - SHIFT[c]) / SCALE[c];
        }
        return new Features(out);
    }

    private Features convolved(Features x, String[] words) {
        float[] weight = weights.load("features." + words[1] + ".weight").data();
        float[] bias = weights.load("features." + words[1] + ".bias").data();
        int kernel = number(words[3]);
        int stride = number(words[4]);
        int padding = number(words[5]);
        int in = x.values.length;
        int height = (x.height() + 2 * padding - kernel) / stride + 1;
        int width = (x.width() + 2 * padding - kernel) / stride + 1;
        double[][][] out = new double[number(words[2])][height][width];
        for (int o = 0; o < out.length; o++) {
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < width; j++) {
                    double sum = bias[o];
                    for (int tap = 0; tap < in * kernel * kernel; tap++) {
                        int y = i * stride - padding + tap / kernel % kernel;
                        int z = j * stride - padding + tap % kernel;
                        if (y >= 0 && y < x.height() && z >= 0 && z < x.width()) {
                            sum += weight[o * in * kernel * kernel + tap] * x.values[tap / kernel / kernel][y][z];
                        }
                    }
                    out[o][i][j] = Math.max(0, sum);
                }
            }
        }
        return new Features(out);
    }

    private static Features pooled(Features x, int kernel, int stride) {
        int height = (x.height() - kernel) / stride + 1;
        int width = (x.width() - kernel) / stride + 1;
        double[][][] out = new double[x.values.length][height][width];
        for (int c = 0; c < out.length; c++) {
            for (int i = 0; i < height; i++) {
                for (int j = 0; j < width; j++) {
                    double largest = Double.NEGATIVE_INFINITY;
                    for (int tap = 0; tap < kernel * kernel; tap++) {
                        largest = Math.max(largest, x.values[c][i * stride + tap / kernel][j * stride + tap % kernel]);
                    }
                    out[c][i][j] = largest;
                }
            }
        }
        return new Features(out);
    }

    private static double distance(Features a, Features b, float[] weight) {
        double sum = 0;
        for (int i = 0; i < a.height(); i++) {
            for (int j = 0; j < a.width(); j++) {
                double lengthOfA = length(a, i, j);
                double lengthOfB = length(b, i, j);
                for (int c = 0; c < weight.length; c++) {
                    double d = a.values[c][i][j] / (lengthOfA + 1e-10) - b.values[c][i][j] / (lengthOfB + 1e-10);
                    sum += weight[c] * d * d;
                }
            }
        }
        return sum / (a.height() * a.width());
    }

    private static double length(Features x, int i, int j) {
        double squares = 0;
        for (double[][] plane : x.values) {
            squares += plane[i][j] * plane[i][j];
        }
        return Math.sqrt(squares);
    }
}
