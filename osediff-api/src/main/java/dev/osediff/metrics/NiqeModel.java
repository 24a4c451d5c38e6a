package dev.osediff.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * NIQE's model of good pictures. Immutable.
 *
 * @param format version of this form, {@link #FORMAT}
 * @param origin what it was fitted on
 * @param pictures their number
 * @param blocks number of blocks of 96 × 96 pixels
 * @param mean of the 36 features
 * @param covariance its rows from the diagonal on, one after the other: 36 + 35 + ... + 1 numbers
 */
public record NiqeModel(
        int format, String origin, int pictures, long blocks, List<Double> mean, List<Double> covariance) {
    /** The version of the form that this library writes and reads. */
    public static final int FORMAT = 1;

    private static final int COUNT = NiqeFeatures.COUNT;

    /** Copies the lists; refuses other lengths and what is not a number. */
    public NiqeModel {
        Objects.requireNonNull(origin, "origin");
        mean = List.copyOf(mean);
        covariance = List.copyOf(covariance);
        int triangle = COUNT * (COUNT + 1) / 2;
        if (format != FORMAT || mean.size() != COUNT || covariance.size() != triangle) {
            throw new IllegalArgumentException(
                    "format " + format + " with " + mean.size() + " means and " + covariance.size()
                            + " covariances, where there are " + FORMAT + ", " + COUNT + " and " + triangle);
        }
        if (!DoubleStream.concat(
                        mean.stream().mapToDouble(value -> value),
                        covariance.stream().mapToDouble(value -> value))
                .allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a value that is not a number");
        }
    }

    static NiqeModel of(String origin, int pictures, long blocks, double[] mean, double[][] covariance) {
        double[] triangle = new double[COUNT * (COUNT + 1) / 2];
        int at = 0;
        for (int i = 0; i < COUNT; i++) {
            for (int j = i; j < COUNT; j++) {
                triangle[at++] = covariance[i][j];
            }
        }
        return new NiqeModel(
                FORMAT,
                origin,
                pictures,
                blocks,
                Arrays.stream(mean).boxed().toList(),
                Arrays.stream(triangle).boxed().toList());
    }

    /** Returns the distance of another mean and covariance (the paper's eq. 10). */
    double distance(double[] otherMean, double[][] otherCovariance) {
        double[][] average = new double[COUNT][COUNT];
        double[] difference = new double[COUNT];
        int at = 0;
        for (int i = 0; i < COUNT; i++) {
            difference[i] = mean.get(i) - otherMean[i];
            for (int j = i; j < COUNT; j++) {
                average[i][j] = (covariance.get(at++) + otherCovariance[i][j]) / 2;
                average[j][i] = average[i][j];
            }
        }
        return Math.sqrt(Math.max(0, new SymmetricMatrix(average).inverseForm(difference)));
    }
}
