package dev.osediff.backend.plain;

import java.util.Arrays;

/** Four rows by four products at a time, in loops over columns that the JIT turns into vector instructions. */
final class ScalarGemm implements Gemm {
    private static final int ROWS = 4;
    private static final int DEPTH = 4;

    /** Columns of C that stay in the first-level cache with the rows of B they need. */
    private static final int COLUMNS = 512;

    @Override
    public String describe() {
        return "no Vector API";
    }

    @Override
    public void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            int ldb,
            float[] c,
            int cAt,
            int ldc) {
        for (int i = 0; i < m; i++) {
            Arrays.fill(c, cAt + i * ldc, cAt + i * ldc + n, 0);
        }
        for (int j = 0; j < n; j += COLUMNS) {
            int columns = Math.min(COLUMNS, n - j);
            int i = 0;
            for (; i + ROWS <= m; i += ROWS) {
                fourRows(columns, k, a, aAt + i * lda, lda, b, bAt + j, ldb, c, cAt + i * ldc + j, ldc);
            }
            for (; i < m; i++) {
                oneRow(columns, k, a, aAt + i * lda, b, bAt + j, ldb, c, cAt + i * ldc + j);
            }
        }
    }

    private static void fourRows(
            int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb, float[] c, int cAt, int ldc) {
        int p = 0;
        for (; p + DEPTH <= k; p += DEPTH) {
            block(n, a, aAt + p, lda, b, bAt + p * ldb, ldb, c, cAt, ldc);
        }
        for (; p < k; p++) {
            for (int r = 0; r < ROWS; r++) {
                addRow(n, a[aAt + r * lda + p], b, bAt + p * ldb, c, cAt + r * ldc);
            }
        }
    }

    private static void block(
            int n, float[] a, int aAt, int lda, float[] b, int b0, int ldb, float[] c, int c0, int ldc) {
        int at = aAt;
        float a00 = a[at];
        float a01 = a[at + 1];
        float a02 = a[at + 2];
        float a03 = a[at + 3];
        at += lda;
        float a10 = a[at];
        float a11 = a[at + 1];
        float a12 = a[at + 2];
        float a13 = a[at + 3];
        at += lda;
        float a20 = a[at];
        float a21 = a[at + 1];
        float a22 = a[at + 2];
        float a23 = a[at + 3];
        at += lda;
        float a30 = a[at];
        float a31 = a[at + 1];
        float a32 = a[at + 2];
        float a33 = a[at + 3];
        int b1 = b0 + ldb;
        int b2 = b1 + ldb;
        int b3 = b2 + ldb;
        int c1 = c0 + ldc;
        int c2 = c1 + ldc;
        int c3 = c2 + ldc;
        for (int j = 0; j < n; j++) {
            float x0 = b[b0 + j];
            float x1 = b[b1 + j];
            float x2 = b[b2 + j];
            float x3 = b[b3 + j];
            c[c0 + j] += a00 * x0 + a01 * x1 + a02 * x2 + a03 * x3;
            c[c1 + j] += a10 * x0 + a11 * x1 + a12 * x2 + a13 * x3;
            c[c2 + j] += a20 * x0 + a21 * x1 + a22 * x2 + a23 * x3;
            c[c3 + j] += a30 * x0 + a31 * x1 + a32 * x2 + a33 * x3;
        }
    }

    /** The same sums as {@link #fourRows}, in the same order. */
    private static void oneRow(int n, int k, float[] a, int aAt, float[] b, int bAt, int ldb, float[] c, int cAt) {
        int p = 0;
        for (; p + DEPTH <= k; p += DEPTH) {
            float a0 = a[aAt + p];
            float a1 = a[aAt + p + 1];
            float a2 = a[aAt + p + 2];
            float a3 = a[aAt + p + 3];
            int b0 = bAt + p * ldb;
            int b1 = b0 + ldb;
            int b2 = b1 + ldb;
            int b3 = b2 + ldb;
            for (int j = 0; j < n; j++) {
                c[cAt + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
            }
        }
        for (; p < k; p++) {
            addRow(n, a[aAt + p], b, bAt + p * ldb, c, cAt);
        }
    }

    private static void addRow(int n, float factor, float[] b, int bAt, float[] c, int cAt) {
        for (int j = 0; j < n; j++) {
            c[cAt + j] += factor * b[bAt + j];
        }
    }
}
