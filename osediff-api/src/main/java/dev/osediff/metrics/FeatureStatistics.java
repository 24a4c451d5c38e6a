package dev.osediff.metrics;

/** Mean and covariance (N − 1) of vectors, added one by one. Not thread-safe. */
final class FeatureStatistics {
    private final double[] mean;
    private final double[][] products;
    private long count;

    FeatureStatistics(int length) {
        mean = new double[length];
        products = new double[length][length];
    }

    /** Adds a vector: Welford's update. */
    void add(double[] vector) {
        count++;
        double[] before = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            before[i] = vector[i] - mean[i];
            mean[i] += before[i] / count;
        }
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j < mean.length; j++) {
                products[i][j] += before[i] * (vector[j] - mean[j]);
            }
        }
    }

    long count() {
        return count;
    }

    double[] mean() {
        return mean.clone();
    }

    double[][] covariance() {
        double[][] covariance = new double[mean.length][mean.length];
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j < mean.length; j++) {
                covariance[i][j] = (products[i][j] + products[j][i]) / 2 / (count - 1);
            }
        }
        return covariance;
    }
}
