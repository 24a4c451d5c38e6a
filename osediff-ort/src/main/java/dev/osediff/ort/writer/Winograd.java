package dev.osediff.ort.writer;

import dev.osediff.network.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * 3×3 convolutions of stride 1 and padding 1 by Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray, arXiv 1509.09308,
 * §4.3): 36 products for 16 outputs instead of 144. The group of nodes: one convolution of 36 fixed filters and stride 4 gives
 * the coefficients of all tiles, one batch of 36 matrix products goes over the channels, one matrix product and a depth-to-space
 * give the outputs. On the processor tried it takes 0.4 to 0.75 of the time of the engine's own convolution from 128 channels on.
 */
final class Winograd {
    private static final int OUT = 4;
    private static final int IN = 6;
    private static final int COEFFICIENTS = IN * IN;
    private static final int LEAST_CHANNELS = 128;
    private static final int LEAST_TILES = 64;
    private static final int MOST_CHANNELS = 2048;

    /** Of the coefficients of one band of tiles. */
    private static final long MOST_BYTES = 320L << 20;

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
    private final long mostBytes;

    Winograd(Graph graph) {
        this(graph, MOST_BYTES);
    }

    /** Limits the bytes of one band's coefficients. */
    Winograd(Graph graph, long mostBytes) {
        this.graph = graph;
        this.mostBytes = mostBytes;
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
        return bands(new Tiles(IN, OUT, transform(INPUT)), x, weight, height, width, path);
    }

    /** Doubles x [1, I, height / 2, width / 2] and convolves; both sides of the output are multiples of 4. */
    String doubleAndConvolve(String x, Constant weight, int height, int width, String path) {
        Tiles tiles = new Tiles(OUT, OUT / 2, transform(product(INPUT, DOUBLED)));
        return bands(tiles, x, weight, height, width, path);
    }

    /** How tiles are cut from a map: squares of some pixels, some pixels apart, and the filters of their coefficients. */
    private record Tiles(int kernel, int stride, Tensor filters) {}

    /** One after the other where the coefficients of all tiles at once would be too large. */
    private String bands(Tiles tiles, String x, Constant weight, int height, int width, String path) {
        graph.dependsOnSize();
        int rows = tiles(height);
        long bytes = Float.BYTES
                * (long) COEFFICIENTS
                * rows
                * tiles(width)
                * Math.max(weight.shape()[0], weight.shape()[1]);
        int bands = Math.toIntExact(Math.min(rows, (bytes + mostBytes - 1) / mostBytes));
        int inputHeight = height / (OUT / tiles.stride());
        String[] parts = new String[bands];
        for (int band = 0; band < bands; band++) {
            int from = rows * band / bands;
            int to = rows * (band + 1) / bands;
            // A tile reads one row above its first and as many below as its kernel has.
            int first = Math.max(0, from * tiles.stride() - 1);
            int last = Math.min(inputHeight, (to - 1) * tiles.stride() - 1 + tiles.kernel());
            int above = from == 0 ? 1 : 0;
            int below = (to - 1) * tiles.stride() - 1 + tiles.kernel() - last;
            String part = bands == 1 ? x : rows(x, first, last, path);
            parts[band] = band(tiles, part, new int[] {above, below}, weight, to - from, width, path);
        }
        String map = bands == 1 ? parts[0] : graph.node("Concat", path + "/bands", Map.of("axis", 2L), parts);
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

    private String rows(String x, int from, int to, String path) {
        String name = path + "/rows_of_band";
        return graph.node("Slice", name, Map.of(), x, graph.integers(from), graph.integers(to), graph.integers(2));
    }

    private String band(Tiles tiles, String x, int[] padding, Constant weight, int high, int width, String path) {
        int out = weight.shape()[0];
        int in = weight.shape()[1];
        int wide = tiles(width);
        int inputWidth = width / (OUT / tiles.stride());
        int right = (wide - 1) * tiles.stride() - 1 + tiles.kernel() - inputWidth;
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", new long[] {tiles.kernel(), tiles.kernel()});
        attributes.put("pads", new long[] {padding[0], 1, padding[1], right});
        attributes.put("strides", new long[] {tiles.stride(), tiles.stride()});
        String planes = graph.node("Transpose", path + "/planes", Map.of("perm", new long[] {1, 0, 2, 3}), x);
        String filters = graph.floats("winograd_input_" + tiles.kernel(), tiles.filters());
        String coefficients = graph.node("Conv", path + "/tiles", attributes, planes, filters);
        String columns = reshaped(coefficients, path + "/columns", in, COEFFICIENTS, (long) high * wide);
        // The batch is the second axis of the columns: seen so, not copied.
        String products = graph.contributed(
                "FusedMatMul", path, Map.of("transBatchB", 1L), graph.parameter(transformed(weight)), columns);
        String rows = reshaped(products, path + "/rows", COEFFICIENTS, -1);
        String output = graph.floats("winograd_output", transform(OUTPUT).reshape(OUT * OUT, COEFFICIENTS));
        String outputs = graph.node("MatMul", path + "/outputs", Map.of(), output, rows);
        String blocks = reshaped(outputs, path + "/blocks", 1, (long) OUT * OUT * out, high, wide);
        Map<String, Object> shuffle = new LinkedHashMap<>();
        shuffle.put("blocksize", (long) OUT);
        shuffle.put("mode", "DCR");
        return graph.node("DepthToSpace", path + "/map", shuffle, blocks);
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
