package dev.osediff.metrics;

import dev.osediff.image.FloatImage;
import java.util.Arrays;

/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004, eq. 13) on luma, 1 for equal pictures: Y of BT.601 in
 * 8-bit levels, rounded; Gaussian window 11 × 11 with σ = 1.5, only where it lies inside; K1 = 0.01, K2 = 0.03, L = 255; no
 * downsampling; negative contrast-structure terms count as 0, as in pyiqa; mean over the map. Accumulates in double;
 * memory grows with the width only. Stateless and thread-safe.
 */
public final class Ssim {
    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 255 * (0.01 * 255);
    private static final double C2 = 0.03 * 255 * (0.03 * 255);
    private static final double[] GAUSSIAN = gaussian();

    private Ssim() {}

    /**
     * Measures on luma, the field's "SSIM-Y".
     *
     * @param crop pixels left out along each border; the OSEDiff authors use 0, classical ×s papers s
     * @throws dev.osediff.error.InvalidImageException if the pictures differ in size or channels, have neither 1 nor 3
     *     channels, or fewer than 11 × 11 pixels are left after cropping
     * @throws dev.osediff.error.InvalidOptionException if crop is negative
     */
    public static double y(FloatImage picture, FloatImage truth, int crop) {
        Frame frame = Frame.of("SSIM on Y", picture, truth, crop, WINDOW);
        Luma first = Luma.of(picture);
        Luma second = Luma.of(truth);
        int columns = frame.width() - WINDOW + 1;
        int rows = frame.height() - WINDOW + 1;
        // The last 11 rows of a, b, a², b², ab, each filtered along x.
        double[][][] recent = new double[WINDOW][5][columns];
        double sum = 0;
        for (int y = 0; y < frame.height(); y++) {
            filterRow(first, second, frame, y, recent[y % WINDOW]);
            if (y >= WINDOW - 1) {
                sum += similarityOfRow(recent, y + 1, columns);
            }
        }
        return sum / ((double) columns * rows);
    }

    private static void filterRow(Luma first, Luma second, Frame frame, int y, double[][] filtered) {
        double[] a = new double[frame.width()];
        double[] b = new double[frame.width()];
        for (int x = 0; x < a.length; x++) {
            a[x] = Math.rint(255 * first.at(frame.index(x, y)));
            b[x] = Math.rint(255 * second.at(frame.index(x, y)));
        }
        for (int x = 0; x < filtered[0].length; x++) {
            double[] moments = new double[5];
            for (int k = 0; k < WINDOW; k++) {
                addMoments(moments, GAUSSIAN[k], a[x + k], b[x + k]);
            }
            for (int m = 0; m < moments.length; m++) {
                filtered[m][x] = moments[m];
            }
        }
    }

    private static void addMoments(double[] moments, double weight, double a, double b) {
        moments[0] += weight * a;
        moments[1] += weight * b;
        moments[2] += weight * a * a;
        moments[3] += weight * b * b;
        moments[4] += weight * a * b;
    }

    /** Sums the map's row whose window ends before row {@code end}; row r is kept at r modulo 11. */
    private static double similarityOfRow(double[][][] recent, int end, int columns) {
        double sum = 0;
        double[] m = new double[5];
        for (int x = 0; x < columns; x++) {
            Arrays.fill(m, 0);
            for (int k = 0; k < WINDOW; k++) {
                double[][] row = recent[(end + k) % WINDOW];
                for (int i = 0; i < m.length; i++) {
                    m[i] += GAUSSIAN[k] * row[i][x];
                }
            }
            double covariance = m[4] - m[0] * m[1];
            double variances = m[2] - m[0] * m[0] + m[3] - m[1] * m[1];
            double structure = Math.max(0, (2 * covariance + C2) / (variances + C2));
            sum += structure * (2 * m[0] * m[1] + C1) / (m[0] * m[0] + m[1] * m[1] + C1);
        }
        return sum;
    }

    private static double[] gaussian() {
        double[] weights = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            double distance = i - WINDOW / 2;
            weights[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
            sum += weights[i];
        }
        for (int i = 0; i < WINDOW; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
