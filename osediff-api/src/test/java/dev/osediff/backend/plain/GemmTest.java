package dev.osediff.backend.plain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.network.OpsCases;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GemmTest {
    @ParameterizedTest
    @CsvSource({"1,1,1", "4,64,4", "5,7,9", "3,17,130", "8,600,6", "16,65,33", "7,130,3", "64,513,5"})
    void equalsThePlainSumsAndLeavesTheRestAlone(int m, int n, int k) {
        int lda = k + 3;
        int ldb = n + 2;
        int ldc = n + 5;
        float[] a = OpsCases.random(1, m, lda).data();
        float[] b = OpsCases.random(2, k, ldb).data();
        for (Gemm gemm : new Gemm[] {new ScalarGemm(), Gemm.best()}) {
            float[] c = new float[4 + m * ldc];
            Arrays.fill(c, 77);
            gemm.multiply(m, n, k, a, 0, lda, b, 0, ldb, c, 4, ldc);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < ldc && 4 + i * ldc + j < c.length; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += (double) a[i * lda + p] * b[p * ldb + Math.min(j, n - 1)];
                    }
                    assertEquals(j < n ? sum : 77, c[4 + i * ldc + j], 1e-4, gemm.describe());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3,200,21", "9,77,64"})
    void columnsAndRowsCutElsewhereGiveEqualBits(int m, int n, int k) {
        float[] a = OpsCases.random(1, m, k).data();
        float[] b = OpsCases.random(2, k, n).data();
        Gemm gemm = Gemm.best();
        float[] whole = new float[m * n];
        gemm.multiply(m, n, k, a, 0, k, b, 0, n, whole, 0, n);
        float[] parts = new float[m * n];
        int cut = n / 3;
        gemm.multiply(m - 1, cut, k, a, 0, k, b, 0, n, parts, 0, n);
        gemm.multiply(m - 1, n - cut, k, a, 0, k, b, cut, n, parts, cut, n);
        gemm.multiply(1, n, k, a, (m - 1) * k, k, b, 0, n, parts, (m - 1) * n, n);
        assertArrayEquals(whole, parts);
    }
}
