package dev.osediff.backend.plain;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register blocks of four rows by four vectors through the Vector API. Loaded by name only where the JVM was started with
 * {@code --add-modules jdk.incubator.vector}.
 */
final class VectorGemm implements Gemm {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 4;

    VectorGemm() {}

    @Override
    public String describe() {
        return SPECIES.vectorBitSize() + "-bit vectors";
    }

    @Override
    public void multiply(
            int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb, float[] c, int cAt, int ldc) {
        int j = 0;
        for (; j + 4 * LANES <= n; j += 4 * LANES) {
            int i = 0;
            for (; i + ROWS <= m; i += ROWS) {
                fourByFour(k, a, aAt + i * lda, lda, b, bAt + j, ldb, c, cAt + i * ldc + j, ldc);
            }
            for (; i < m; i++) {
                for (int v = 0; v < 4; v++) {
                    oneByOne(k, a, aAt + i * lda, b, bAt + j + v * LANES, ldb, c, cAt + i * ldc + j + v * LANES);
                }
            }
        }
        for (; j + LANES <= n; j += LANES) {
            int i = 0;
            for (; i + ROWS <= m; i += ROWS) {
                fourByOne(k, a, aAt + i * lda, lda, b, bAt + j, ldb, c, cAt + i * ldc + j, ldc);
            }
            for (; i < m; i++) {
                oneByOne(k, a, aAt + i * lda, b, bAt + j, ldb, c, cAt + i * ldc + j);
            }
        }
        for (; j < n; j++) {
            for (int i = 0; i < m; i++) {
                oneColumn(k, a, aAt + i * lda, b, bAt + j, ldb, c, cAt + i * ldc + j);
            }
        }
    }

    private static void fourByFour(
            int k, float[] a, int a0, int lda, float[] b, int bAt, int ldb, float[] c, int cAt, int ldc) {
        int a1 = a0 + lda;
        int a2 = a1 + lda;
        int a3 = a2 + lda;
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = c00;
        FloatVector c02 = c00;
        FloatVector c03 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c12 = c00;
        FloatVector c13 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c22 = c00;
        FloatVector c23 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        FloatVector c32 = c00;
        FloatVector c33 = c00;
        int at = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, at + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, at + 3 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            c03 = x.fma(b3, c03);
            x = FloatVector.broadcast(SPECIES, a[a1 + p]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            c13 = x.fma(b3, c13);
            x = FloatVector.broadcast(SPECIES, a[a2 + p]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            c23 = x.fma(b3, c23);
            x = FloatVector.broadcast(SPECIES, a[a3 + p]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            c33 = x.fma(b3, c33);
            at += ldb;
        }
        store(c00, c01, c02, c03, c, cAt);
        store(c10, c11, c12, c13, c, cAt + ldc);
        store(c20, c21, c22, c23, c, cAt + 2 * ldc);
        store(c30, c31, c32, c33, c, cAt + 3 * ldc);
    }

    private static void store(
            FloatVector v0, FloatVector v1, FloatVector v2, FloatVector v3, float[] c, int at) {
        v0.intoArray(c, at);
        v1.intoArray(c, at + LANES);
        v2.intoArray(c, at + 2 * LANES);
        v3.intoArray(c, at + 3 * LANES);
    }

    private static void fourByOne(
            int k, float[] a, int a0, int lda, float[] b, int bAt, int ldb, float[] c, int cAt, int ldc) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = c0;
        FloatVector c2 = c0;
        FloatVector c3 = c0;
        int at = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector x = FloatVector.fromArray(SPECIES, b, at);
            c0 = FloatVector.broadcast(SPECIES, a[a0 + p]).fma(x, c0);
            c1 = FloatVector.broadcast(SPECIES, a[a0 + lda + p]).fma(x, c1);
            c2 = FloatVector.broadcast(SPECIES, a[a0 + 2 * lda + p]).fma(x, c2);
            c3 = FloatVector.broadcast(SPECIES, a[a0 + 3 * lda + p]).fma(x, c3);
            at += ldb;
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + ldc);
        c2.intoArray(c, cAt + 2 * ldc);
        c3.intoArray(c, cAt + 3 * ldc);
    }

    private static void oneByOne(int k, float[] a, int aAt, float[] b, int bAt, int ldb, float[] c, int cAt) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int at = bAt;
        for (int p = 0; p < k; p++) {
            sum = FloatVector.broadcast(SPECIES, a[aAt + p]).fma(FloatVector.fromArray(SPECIES, b, at), sum);
            at += ldb;
        }
        sum.intoArray(c, cAt);
    }

    /** One element, with the same fused products in the same order. */
    private static void oneColumn(int k, float[] a, int aAt, float[] b, int bAt, int ldb, float[] c, int cAt) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
            sum = Math.fma(a[aAt + p], b[bAt + p * ldb], sum);
        }
        c[cAt] = sum;
    }
}
