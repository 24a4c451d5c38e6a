package dev.osediff.backend.plain;

import dev.osediff.network.Tensor;
import java.util.Arrays;

/**
 * 3×3 convolutions of stride 1 and padding 1 by Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray,
 * arXiv 1509.09308, §4.3): 36 products for 16 outputs instead of 144. Tiles of 4×4 outputs are taken in chunks; for each of
 * the 36 coefficients a chunk is one matrix product over channels.
 */
final class Winograd {
    private static final int OUT = 4;
    private static final int IN = 6;
    private static final int COEFFICIENTS = IN * IN;

    /** Tiles of one chunk: four 512-bit vectors. */
    private static final int CHUNK_TILES = 64;

    /** Maps with fewer tiles than this are cut into chunks of half the size, so that two threads have work. */
    private static final int SMALL_MAP_TILES = 128;

    private static final int PAD_TILES = 16;
    private static final long MOST_WEIGHT_FLOATS = 16L << 20;

    private final RunContext context;

    Winograd(RunContext context) {
        this.context = context;
    }

    /** Tells whether a convolution is better done this way than directly. */
    static boolean suits(int in, int out, int height, int width) {
        return height * (long) width >= 16 * OUT * OUT
                && in >= 8
                && (long) COEFFICIENTS * in * out <= MOST_WEIGHT_FLOATS;
    }

    /** How a map is cut: chunks of rows × width tiles, the last ones smaller. */
    private record Cut(int tilesHigh, int tilesWide, int rows, int width) {
        static Cut of(int height, int width) {
            int high = (height + OUT - 1) / OUT;
            int wide = (width + OUT - 1) / OUT;
            int chunk = high * (long) wide < SMALL_MAP_TILES ? CHUNK_TILES / 2 : CHUNK_TILES;
            int across = Math.min(wide, chunk);
            return new Cut(high, wide, Math.max(1, Math.min(high, chunk / across)), across);
        }

        int chunksAcross() {
            return (tilesWide + width - 1) / width;
        }

        int chunks() {
            return (tilesHigh + rows - 1) / rows * chunksAcross();
        }

        int paddedTiles() {
            return (rows * width + PAD_TILES - 1) / PAD_TILES * PAD_TILES;
        }
    }

    /** x [N, I, H, W], weight [O, I, 3, 3], bias [O] or null; returns [N, O, H, W]. */
    Tensor convolve(Tensor x, Tensor weight, Tensor bias) {
        int in = x.dim(1);
        int out = weight.dim(0);
        int height = x.dim(2);
        int width = x.dim(3);
        float[] u = context.prepared().get(weight, (long) COEFFICIENTS * in * out, Winograd::transform);
        Tensor result = Tensor.zeros(x.dim(0), out, height, width);
        Cut cut = Cut.of(height, width);
        int chunks = cut.chunks();
        float[] biases = bias == null ? new float[out] : bias.data();
        context.workers().run(x.dim(0) * chunks, part -> {
            int image = part / chunks;
            int chunk = part % chunks;
            int firstRow = chunk / cut.chunksAcross() * cut.rows();
            int firstColumn = chunk % cut.chunksAcross() * cut.width();
            int rows = Math.min(cut.rows(), cut.tilesHigh() - firstRow);
            int columns = Math.min(cut.width(), cut.tilesWide() - firstColumn);
            int n = cut.paddedTiles();
            float[] v = context.scratch().take(COEFFICIENTS * in * n);
            float[] m = context.scratch().take(COEFFICIENTS * out * n);
            Input input = new Input(x.data(), image * in * height * width, in, height, width, v, n);
            input.transform(firstRow, rows, firstColumn, columns);
            for (int k = 0; k < COEFFICIENTS; k++) {
                context.gemm().multiply(out, n, in, u, k * out * in, in, v, k * in * n, n, m, k * out * n, n);
            }
            int outAt = image * out * height * width;
            Output output = new Output(m, n, out, biases, result.data(), outAt, height, width);
            output.transform(firstRow, rows, firstColumn, columns);
            context.scratch().give(v);
            context.scratch().give(m);
        });
        return result;
    }

    /** G g Gᵀ of every filter: [36][O][I]. */
    private static float[] transform(Tensor weight) {
        int filters = weight.dim(0) * weight.dim(1);
        float[] g = weight.data();
        float[] u = new float[COEFFICIENTS * filters];
        float[] half = new float[IN * 3];
        float[] column = new float[IN];
        for (int f = 0; f < filters; f++) {
            for (int x = 0; x < 3; x++) {
                filter(g[9 * f + x], g[9 * f + 3 + x], g[9 * f + 6 + x], column);
                for (int i = 0; i < IN; i++) {
                    half[3 * i + x] = column[i];
                }
            }
            for (int i = 0; i < IN; i++) {
                filter(half[3 * i], half[3 * i + 1], half[3 * i + 2], column);
                for (int j = 0; j < IN; j++) {
                    u[(IN * i + j) * filters + f] = column[j];
                }
            }
        }
        return u;
    }

    private static void filter(float a, float b, float c, float[] out) {
        out[0] = a / 4;
        out[1] = -(a + b + c) / 6;
        out[2] = (b - a - c) / 6;
        out[3] = a / 24 + b / 12 + c / 6;
        out[4] = a / 24 - b / 12 + c / 6;
        out[5] = c;
    }

    /** Bᵀ d B of the tiles of a chunk, for all channels, into v [36][I][n]. */
    private record Input(float[] x, int at, int channels, int height, int width, float[] v, int n) {
        void transform(int firstRow, int rows, int firstColumn, int columns) {
            int phase = columns + 1;
            float[] lines = new float[IN * OUT * phase];
            float[] mixed = new float[lines.length];
            for (int c = 0; c < channels; c++) {
                for (int row = 0; row < rows; row++) {
                    for (int i = 0; i < IN; i++) {
                        int y = OUT * (firstRow + row) - 1 + i;
                        line(c, y, OUT * firstColumn - 1, lines, i * OUT * phase, phase);
                    }
                    int line = OUT * phase;
                    mix(lines, 0, line, 2 * line, 3 * line, 4 * line, 5 * line, line, mixed, 0, line);
                    for (int i = 0; i < IN; i++) {
                        int to = (IN * i * channels + c) * n + row * columns;
                        int a0 = i * line;
                        int a1 = a0 + phase;
                        int a2 = a1 + phase;
                        // The fifth and sixth columns of a tile are the first two of the next one.
                        mix(mixed, a0, a1, a2, a2 + phase, a0 + 1, a1 + 1, columns, v, to, channels * n);
                    }
                }
            }
        }

        /** Copies one line from column x0 on, parted by column modulo 4, with zeros outside the map. */
        private void line(int c, int y, int x0, float[] lines, int to, int phase) {
            if (y < 0 || y >= height) {
                Arrays.fill(lines, to, to + OUT * phase, 0);
                return;
            }
            int from = at + (c * height + y) * width + x0;
            for (int p = 0; p < OUT; p++) {
                int low = x0 + p < 0 ? 1 : 0;
                int high = Math.max(low, Math.min(phase, (width - x0 - p + OUT - 1) / OUT));
                int base = to + p * phase;
                for (int t = 0; t < low; t++) {
                    lines[base + t] = 0;
                }
                for (int t = low; t < high; t++) {
                    lines[base + t] = x[from + p + OUT * t];
                }
                for (int t = high; t < phase; t++) {
                    lines[base + t] = 0;
                }
            }
        }

        /** Bᵀ d along one axis: six values at a0 + i … a5 + i become six at to + i, to + step + i, … */
        private static void mix(
                float[] d, int a0, int a1, int a2, int a3, int a4, int a5, int count, float[] out, int to, int step) {
            int to1 = to + step;
            int to2 = to1 + step;
            int to3 = to2 + step;
            int to4 = to3 + step;
            int to5 = to4 + step;
            for (int i = 0; i < count; i++) {
                float d0 = d[a0 + i];
                float d1 = d[a1 + i];
                float d2 = d[a2 + i];
                float d3 = d[a3 + i];
                float d4 = d[a4 + i];
                float d5 = d[a5 + i];
                out[to + i] = 4 * d0 - 5 * d2 + d4;
                out[to1 + i] = d4 - 4 * d2 + (d3 - 4 * d1);
                out[to2 + i] = d4 - 4 * d2 - (d3 - 4 * d1);
                out[to3 + i] = d4 - d2 + 2 * (d3 - d1);
                out[to4 + i] = d4 - d2 - 2 * (d3 - d1);
                out[to5 + i] = 4 * d1 - 5 * d3 + d5;
            }
        }
    }

    /** Aᵀ m A of the tiles of a chunk plus bias, for all channels, into the map. */
    private record Output(float[] m, int n, int channels, float[] bias, float[] out, int at, int height, int width) {
        void transform(int firstRow, int rows, int firstColumn, int columns) {
            int tiles = rows * columns;
            float[] columnsDone = new float[OUT * IN * tiles];
            float[] line = new float[OUT * tiles];
            for (int c = 0; c < channels; c++) {
                for (int j = 0; j < IN; j++) {
                    mix(m, (j * channels + c) * n, IN * channels * n, tiles, 0, columnsDone, j * tiles, IN * tiles);
                }
                for (int r = 0; r < OUT; r++) {
                    mix(columnsDone, r * IN * tiles, tiles, tiles, bias[c], line, 0, tiles);
                    for (int row = 0; row < rows; row++) {
                        int y = OUT * (firstRow + row) + r;
                        if (y < height) {
                            store(
                                    line,
                                    row * columns,
                                    tiles,
                                    columns,
                                    at + (c * height + y) * width,
                                    OUT * firstColumn);
                        }
                    }
                }
            }
        }

        private static void mix(float[] s, int from, int step, int count, float add, float[] d, int to, int stepOut) {
            int s1 = from + step;
            int s2 = s1 + step;
            int s3 = s2 + step;
            int s4 = s3 + step;
            int s5 = s4 + step;
            int d1 = to + stepOut;
            int d2 = d1 + stepOut;
            int d3 = d2 + stepOut;
            for (int i = 0; i < count; i++) {
                float sum12 = s[s1 + i] + s[s2 + i];
                float sum34 = s[s3 + i] + s[s4 + i];
                float dif12 = s[s1 + i] - s[s2 + i];
                float dif34 = s[s3 + i] - s[s4 + i];
                d[to + i] = s[from + i] + sum12 + sum34 + add;
                d[d1 + i] = dif12 + 2 * dif34 + add;
                d[d2 + i] = sum12 + 4 * sum34 + add;
                d[d3 + i] = dif12 + 8 * dif34 + s[s5 + i] + add;
            }
        }

        /** Joins the four columns of each tile into one line of the map. */
        private void store(float[] line, int from, int step, int tiles, int lineAt, int firstX) {
            for (int s = 0; s < OUT; s++) {
                int base = lineAt + firstX + s;
                int count = Math.min(tiles, (width - firstX - s + OUT - 1) / OUT);
                for (int t = 0; t < count; t++) {
                    out[base + OUT * t] = line[from + s * step + t];
                }
            }
        }
    }
}
