package dev.osediff.metrics;

/** Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations. */
final class SymmetricMatrix {
    private static final int MOST_SWEEPS = 100;
    private static final double DONE = 1e-22;

    private final double[][] rotated;
    private final double[][] vectors;

    /** Decomposes; the matrix is not changed. */
    SymmetricMatrix(double[][] matrix) {
        int n = matrix.length;
        rotated = new double[n][];
        vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            rotated[i] = matrix[i].clone();
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal() > DONE * diagonal(); sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(p, q);
                }
            }
        }
    }

    private double diagonal() {
        double sum = 0;
        for (int i = 0; i < rotated.length; i++) {
            sum += rotated[i][i] * rotated[i][i];
        }
        return sum;
    }

    private double offDiagonal() {
        double sum = 0;
        for (int i = 0; i < rotated.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += 2 * rotated[i][j] * rotated[i][j];
            }
        }
        return sum;
    }

    private void rotate(int p, int q) {
        if (rotated[p][q] == 0) {
            return;
        }
        double theta = (rotated[q][q] - rotated[p][p]) / (2 * rotated[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(tangent * tangent + 1);
        double sine = tangent * cosine;
        for (int i = 0; i < rotated.length; i++) {
            double a = rotated[i][p];
            double b = rotated[i][q];
            rotated[i][p] = cosine * a - sine * b;
            rotated[i][q] = sine * a + cosine * b;
        }
        for (int i = 0; i < rotated.length; i++) {
            double a = rotated[p][i];
            double b = rotated[q][i];
            rotated[p][i] = cosine * a - sine * b;
            rotated[q][i] = sine * a + cosine * b;
            a = vectors[i][p];
            b = vectors[i][q];
            vectors[i][p] = cosine * a - sine * b;
            vectors[i][q] = sine * a + cosine * b;
        }
    }

    /** Returns xᵀ A⁺ x with the pseudo-inverse A⁺, for which eigenvalues below n · 2⁻⁵² of the largest count as 0. */
    double inverseForm(double[] x) {
        int n = rotated.length;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.abs(rotated[i][i]));
        }
        double least = n * Math.ulp(1.0) * largest;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            if (Math.abs(rotated[i][i]) > least) {
                double along = 0;
                for (int j = 0; j < n; j++) {
                    along += vectors[j][i] * x[j];
                }
                sum += along * along / rotated[i][i];
            }
        }
        return sum;
    }
}
