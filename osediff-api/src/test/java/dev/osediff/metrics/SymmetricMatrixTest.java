package dev.osediff.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SymmetricMatrixTest {
    @Test
    void invertsWhatCanBeInverted() {
        // The inverse of [[2, 1], [1, 3]] is [[3, -1], [-1, 2]] / 5.
        SymmetricMatrix matrix = new SymmetricMatrix(new double[][] {{2, 1}, {1, 3}});
        assertEquals(3 / 5.0, matrix.inverseForm(new double[] {1, 0}), 1e-14);
        assertEquals((3 - 2 + 2) / 5.0, matrix.inverseForm(new double[] {1, 1}), 1e-14);
    }

    @Test
    void formsOfManyAxesAreThoseOfTheirFactors() {
        // With A = B Bᵀ and x = A z: xᵀ A⁻¹ x = zᵀ A z.
        int n = 36;
        Random random = new Random(5);
        double[][] b = new double[n][n];
        for (double[] row : b) {
            for (int j = 0; j < n; j++) {
                row[j] = random.nextGaussian();
            }
        }
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    a[i][j] += b[i][k] * b[j][k];
                }
            }
        }
        double[] z = random.doubles(n).toArray();
        double[] x = new double[n];
        double wanted = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                x[i] += a[i][j] * z[j];
                wanted += z[i] * a[i][j] * z[j];
            }
        }
        assertEquals(wanted, new SymmetricMatrix(a).inverseForm(x), 1e-8 * wanted);
    }

    @Test
    void directionsWithoutSpreadDoNotCount() {
        SymmetricMatrix matrix = new SymmetricMatrix(new double[][] {{1, 1}, {1, 1}});
        assertEquals(0, matrix.inverseForm(new double[] {1, -1}), 1e-14);
        assertEquals(1, matrix.inverseForm(new double[] {1, 1}), 1e-14);
    }
}
