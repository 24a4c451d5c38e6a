package dev.osediff.degradation;

/** The 8 × 8 cosine transform, rounding to multiples of a table, and the transform back, in place over a plane. */
final class JpegBlocks {
    private static final int N = 8;

    /** EVEN[k][n], ODD[k][n]: rows 2k and 2k + 1 of the orthonormal DCT-II matrix, first half of the columns. */
    private static final float[] EVEN = half(0);

    private static final float[] ODD = half(1);

    private JpegBlocks() {}

    private static float[] half(int parity) {
        float[] matrix = new float[16];
        for (int k = 0; k < 4; k++) {
            int frequency = 2 * k + parity;
            double norm = frequency == 0 ? StrictMath.sqrt(1.0 / N) : StrictMath.sqrt(2.0 / N);
            for (int n = 0; n < 4; n++) {
                matrix[k * 4 + n] = (float) (norm * StrictMath.cos((2 * n + 1) * frequency * StrictMath.PI / (2 * N)));
            }
        }
        return matrix;
    }

    /** Quantises every block; blocks that stick out are filled up with the border sample. */
    static void quantize(float[] plane, int width, int height, float[] table) {
        float[] inverse = new float[64];
        for (int i = 0; i < 64; i++) {
            inverse[i] = 1 / table[i];
        }
        float[] block = new float[64];
        for (int top = 0; top < height; top += N) {
            for (int left = 0; left < width; left += N) {
                load(plane, width, height, left, top, block);
                for (int i = 0; i < N; i++) {
                    forward(block, i * N, 1);
                }
                for (int i = 0; i < N; i++) {
                    forward(block, i, N);
                }
                for (int i = 0; i < 64; i++) {
                    block[i] = table[i] * rounded(block[i] * inverse[i]);
                }
                for (int i = 0; i < N; i++) {
                    backward(block, i, N);
                }
                for (int i = 0; i < N; i++) {
                    backward(block, i * N, 1);
                }
                store(plane, width, height, left, top, block);
            }
        }
    }

    /** Nearest whole number for magnitudes below 2^22, by the rounding of float addition. */
    private static float rounded(float value) {
        float magic = 0x1.8p23f;
        return (value + magic) - magic;
    }

    private static void load(float[] plane, int width, int height, int left, int top, float[] block) {
        for (int y = 0; y < N; y++) {
            int row = Math.min(top + y, height - 1) * width;
            for (int x = 0; x < N; x++) {
                block[y * N + x] = plane[row + Math.min(left + x, width - 1)];
            }
        }
    }

    private static void store(float[] plane, int width, int height, int left, int top, float[] block) {
        int columns = Math.min(N, width - left);
        int rows = Math.min(N, height - top);
        for (int y = 0; y < rows; y++) {
            System.arraycopy(block, y * N, plane, (top + y) * width + left, columns);
        }
    }

    /** DCT-II of 8 samples: sums of mirrored samples make the even frequencies, differences the odd ones. */
    private static void forward(float[] b, int at, int step) {
        float s0 = b[at] + b[at + 7 * step];
        float d0 = b[at] - b[at + 7 * step];
        float s1 = b[at + step] + b[at + 6 * step];
        float d1 = b[at + step] - b[at + 6 * step];
        float s2 = b[at + 2 * step] + b[at + 5 * step];
        float d2 = b[at + 2 * step] - b[at + 5 * step];
        float s3 = b[at + 3 * step] + b[at + 4 * step];
        float d3 = b[at + 3 * step] - b[at + 4 * step];
        for (int k = 0; k < 4; k++) {
            int row = 4 * k;
            b[at + 2 * k * step] = EVEN[row] * s0 + EVEN[row + 1] * s1 + EVEN[row + 2] * s2 + EVEN[row + 3] * s3;
            b[at + (2 * k + 1) * step] = ODD[row] * d0 + ODD[row + 1] * d1 + ODD[row + 2] * d2 + ODD[row + 3] * d3;
        }
    }

    /** The transposed transform. */
    private static void backward(float[] b, int at, int step) {
        float e0 = b[at];
        float o0 = b[at + step];
        float e1 = b[at + 2 * step];
        float o1 = b[at + 3 * step];
        float e2 = b[at + 4 * step];
        float o2 = b[at + 5 * step];
        float e3 = b[at + 6 * step];
        float o3 = b[at + 7 * step];
        for (int n = 0; n < 4; n++) {
            float even = EVEN[n] * e0 + EVEN[4 + n] * e1 + EVEN[8 + n] * e2 + EVEN[12 + n] * e3;
            float odd = ODD[n] * o0 + ODD[4 + n] * o1 + ODD[8 + n] * o2 + ODD[12 + n] * o3;
            b[at + n * step] = even + odd;
            b[at + (7 - n) * step] = even - odd;
        }
    }
}
