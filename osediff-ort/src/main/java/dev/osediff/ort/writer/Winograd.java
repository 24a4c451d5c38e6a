package dev.osediff.ort.writer;

import dev.osediff.network.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * 3×3 convolutions of stride 1 and padding 1 by Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray, arXiv 1509.09308,
 * §4.3): 36 products for 16 outputs instead of 144. The group of nodes: one convolution of 36 fixed filters and stride 4 gives
 * the coefficients of all tiles, one batch of 36 matrix products goes over the channels, one matrix product and a depth-to-space
 * give the outputs. On the processor tried it takes 0.4 to 0.8 of the time of the engine's own convolution from 128 channels on.
 */
final class Winograd {
    private static final int OUT = 4;
    private static final int IN = 6;
    private static final int COEFFICIENTS = IN * IN;
    private static final int LEAST_CHANNELS = 128;
    private static final int LEAST_TILES = 64;
    private static final int MOST_CHANNELS = 2048;

    /** Input transform: coefficients × positions. */
    private static final double[][] INPUT = {
        {4, 0, -5, 0, 1, 0},
        {0, -4, -4, 1, 1, 0},
        {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 2, -1, -2, 1, 0},
        {0, 4, 0, -5, 0, 1}
    };

    /** Filter transform: coefficients × taps. */
    private static final double[][] FILTER = {
        {1 / 4., 0, 0},
        {-1 / 6., -1 / 6., -1 / 6.},
        {-1 / 6., 1 / 6., -1 / 6.},
        {1 / 24., 1 / 12., 1 / 6.},
        {1 / 24., -1 / 12., 1 / 6.},
        {0, 0, 1}
    };

    /** Output transform: outputs × coefficients. */
    private static final double[][] OUTPUT = {
        {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
    };

    /** The six positions of a tile of a doubled map are these of four pixels of the map itself. */
    private static final double[][] DOUBLED = {
        {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}
    };

    private final Graph graph;

    Winograd(Graph graph) {
        this.graph = graph;
    }

    /** Tells whether a convolution to an output of height × width is faster this way. */
    static boolean suits(int samples, int in, int out, int height, int width) {
        return samples == 1
                && Math.min(in, out) >= LEAST_CHANNELS
                && Math.max(in, out) <= MOST_CHANNELS
                && tiles(height) * tiles(width) >= LEAST_TILES;
    }

    private static int tiles(int length) {
        return (length + OUT - 1) / OUT;
    }

    /** Convolves x [1, I, height, width]; returns the name of [1, O, height, width], without bias. */
    String convolve(String x, Constant weight, int height, int width, String path) {
        int bottom = OUT * tiles(height) + 1 - height;
        int right = OUT * tiles(width) + 1 - width;
        long[] pads = {1, 1, bottom, right};
        return group(x, transform(INPUT), IN, OUT, pads, weight, height, width, path);
    }

    /** Doubles x [1, I, height / 2, width / 2] and convolves; both sides of the output are multiples of 4. */
    String doubleAndConvolve(String x, Constant weight, int height, int width, String path) {
        long[] pads = {1, 1, 1, 1};
        return group(x, transform(product(INPUT, DOUBLED)), OUT, OUT / 2, pads, weight, height, width, path);
    }

    private String group(
            String x,
            Tensor filters,
            int kernel,
            int stride,
            long[] pads,
            Constant weight,
            int height,
            int width,
            String path) {
        graph.dependsOnSize();
        int out = weight.shape()[0];
        int high = tiles(height);
        int wide = tiles(width);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", new long[] {kernel, kernel});
        attributes.put("pads", pads);
        attributes.put("strides", new long[] {stride, stride});
        String planes = transposed(x, path + "/planes");
        String filterName = graph.floats("winograd_input_" + kernel, filters);
        String tiles = graph.node("Conv", path + "/tiles", attributes, planes, filterName);
        String coefficients = transposed(tiles, path + "/coefficients");
        String columns = reshaped(coefficients, path + "/columns", COEFFICIENTS, weight.shape()[1], (long) high * wide);
        String products = graph.node("MatMul", path, Map.of(), graph.parameter(transformed(weight)), columns);
        String rows = reshaped(products, path + "/rows", COEFFICIENTS, -1);
        String outputName = graph.floats("winograd_output", transform(OUTPUT).reshape(OUT * OUT, COEFFICIENTS));
        String outputs = graph.node("MatMul", path + "/outputs", Map.of(), outputName, rows);
        String blocks = reshaped(outputs, path + "/blocks", 1, (long) OUT * OUT * out, high, wide);
        Map<String, Object> shuffle = new LinkedHashMap<>();
        shuffle.put("blocksize", (long) OUT);
        shuffle.put("mode", "DCR");
        String map = graph.node("DepthToSpace", path + "/map", shuffle, blocks);
        if (height % OUT == 0 && width % OUT == 0) {
            return map;
        }
        return graph.node(
                "Slice",
                path + "/cut",
                Map.of(),
                map,
                graph.integers(0, 0),
                graph.integers(height, width),
                graph.integers(2, 3));
    }

    private String transposed(String x, String path) {
        return graph.node("Transpose", path, Map.of("perm", new long[] {1, 0, 2, 3}), x);
    }

    private String reshaped(String x, String path, long... shape) {
        return graph.node("Reshape", path, Map.of(), x, graph.integers(shape));
    }

    /** G g Gᵀ of every filter: [36, O, I]. */
    private static Constant transformed(Constant weight) {
        int out = weight.shape()[0];
        int in = weight.shape()[1];
        return new Constant(weight.name() + "/winograd", new int[] {COEFFICIENTS, out, in}, () -> {
            float[] filters = weight.values().get().data();
            float[] coefficients = new float[COEFFICIENTS * out * in];
            float[] transform = transform(FILTER).data();
            for (int f = 0; f < out * in; f++) {
                for (int k = 0; k < COEFFICIENTS; k++) {
                    double sum = 0;
                    for (int tap = 0; tap < 9; tap++) {
                        sum += (double) transform[9 * k + tap] * filters[9 * f + tap];
                    }
                    coefficients[k * out * in + f] = (float) sum;
                }
            }
            return Tensor.of(coefficients, COEFFICIENTS, out, in);
        });
    }

    /** The two-dimensional form of a one-dimensional transform: [rows², 1, columns, columns]. */
    private static Tensor transform(double[][] line) {
        int rows = line.length;
        int columns = line[0].length;
        Tensor plane = Tensor.zeros(rows * rows, 1, columns, columns);
        int at = 0;
        for (double[] vertical : line) {
            for (double[] horizontal : line) {
                for (double v : vertical) {
                    for (double h : horizontal) {
                        plane.data()[at++] = (float) (v * h);
                    }
                }
            }
        }
        return plane;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }
}
