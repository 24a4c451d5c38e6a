package dev.osediff.metrics;

/**
 * An asymmetric generalised Gaussian density, fitted by moments as NIQE does (Mittal, Soundararajan and Bovik 2013, eq. 4
 * to 8; the method of Lasmar, Stitou and Berthoumieu 2009).
 *
 * @param shape α, one of 0.2, 0.201, ..., 10; NaN where the values are all 0 or of one sign
 * @param left scale β_l of the values below 0
 * @param right scale β_r of those above
 */
record AsymmetricGaussian(double shape, double left, double right) {
    private static final AsymmetricGaussian UNDEFINED = new AsymmetricGaussian(Double.NaN, Double.NaN, Double.NaN);
    private static final double LEAST_SHAPE = 0.2;
    private static final double STEP = 0.001;
    private static final double[] RATIOS = ratios();

    /** Γ(2/α)² / (Γ(1/α) Γ(3/α)) of each shape of the grid; it rises with α. */
    private static double[] ratios() {
        double[] ratios = new double[9801];
        for (int i = 0; i < ratios.length; i++) {
            double inverse = 1 / shape(i);
            double middle = GammaFunction.of(2 * inverse);
            ratios[i] = middle * middle / (GammaFunction.of(inverse) * GammaFunction.of(3 * inverse));
        }
        return ratios;
    }

    private static double shape(int index) {
        return LEAST_SHAPE + STEP * index;
    }

    /** Sums of a sample, from which the density is fitted. */
    static final class Sample {
        private double negativeSquares;
        private double positiveSquares;
        private double magnitudes;
        private long negatives;
        private long positives;
        private long all;

        void add(double value) {
            double square = value * value;
            if (value < 0) {
                negativeSquares += square;
                negatives++;
            } else if (value > 0) {
                positiveSquares += square;
                positives++;
            }
            magnitudes += Math.abs(value);
            all++;
        }

        AsymmetricGaussian fit() {
            if (negatives == 0 || positives == 0) {
                return UNDEFINED;
            }
            double left = Math.sqrt(negativeSquares / negatives);
            double right = Math.sqrt(positiveSquares / positives);
            double g = left / right;
            double mean = magnitudes / all;
            double r = mean * mean / ((negativeSquares + positiveSquares) / all);
            double wanted = r * (g * g * g + 1) * (g + 1) / ((g * g + 1) * (g * g + 1));
            double shape = shape(nearest(wanted));
            double spread = Math.sqrt(GammaFunction.of(1 / shape) / GammaFunction.of(3 / shape));
            return new AsymmetricGaussian(shape, left * spread, right * spread);
        }
    }

    /** Returns the index of the ratio that is nearest. */
    private static int nearest(double wanted) {
        int low = 0;
        int high = RATIOS.length - 1;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (RATIOS[middle] <= wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.abs(RATIOS[low] - wanted) <= Math.abs(RATIOS[high] - wanted) ? low : high;
    }

    /** Returns the density's mean, (β_r − β_l) Γ(2/α) / Γ(1/α). */
    double mean() {
        return (right - left) * GammaFunction.of(2 / shape) / GammaFunction.of(1 / shape);
    }
}
