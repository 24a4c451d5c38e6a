package dev.osediff.djl.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Principal components of vectors, from their covariance by cyclic Jacobi rotations (exact enough for the few dozen
 * dimensions of a patch; Golub and Van Loan §8.5).
 *
 * @param mean mean vector
 * @param directions unit vectors, largest variance first
 * @param deviations standard deviation along each
 */
record PrincipalComponents(double[] mean, double[][] directions, double[] deviations) {
    private static final int SWEEPS = 30;

    /** Computes all components of the rows of {@code samples}, at least two of equal length. */
    static PrincipalComponents of(float[][] samples) {
        int n = samples[0].length;
        double[] mean = new double[n];
        for (float[] sample : samples) {
            for (int i = 0; i < n; i++) {
                mean[i] += sample[i] / samples.length;
            }
        }
        double[][] covariance = new double[n][n];
        for (float[] sample : samples) {
            for (int i = 0; i < n; i++) {
                double di = (sample[i] - mean[i]) / (samples.length - 1);
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += di * (sample[j] - mean[j]);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                covariance[j][i] = covariance[i][j];
            }
        }
        double[][] vectors = diagonalise(covariance);
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -covariance[i][i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] directions = Arrays.stream(order)
                .mapToObj(k -> Arrays.stream(vectors).mapToDouble(row -> row[k]).toArray())
                .toArray(double[][]::new);
        double[] deviations = Arrays.stream(order)
                .mapToDouble(k -> Math.sqrt(Math.max(0, covariance[k][k])))
                .toArray();
        return new PrincipalComponents(mean, directions, deviations);
    }

    /** Turns the symmetric matrix into a diagonal one in place and returns the eigenvectors as columns. */
    private static double[][] diagonalise(double[][] a) {
        int n = a.length;
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (a[p][q] != 0) {
                        rotate(a, v, p, q);
                    }
                }
            }
        }
        return v;
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        int n = a.length;
        for (int k = 0; k < n; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < n; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
        }
        for (int k = 0; k < n; k++) {
            double kp = v[k][p];
            double kq = v[k][q];
            v[k][p] = c * kp - s * kq;
            v[k][q] = s * kp + c * kq;
        }
    }
}
