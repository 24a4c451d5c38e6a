package dev.osediff.degradation;

/** The Bessel function of the first kind and order 1 (Abramowitz and Stegun 9.4.4 and 9.4.6; error below 1e-7). */
final class BesselJ1 {
    private BesselJ1() {}

    /** Returns J1(x) for x of at least 0. */
    static double of(double x) {
        if (x <= 3) {
            return x
                    * polynomial(
                            x * x / 9, 0.5, -0.56249985, 0.21093573, -0.03954289, 0.00443319, -0.00031761, 0.00001109);
        }
        double y = 3 / x;
        double amplitude =
                polynomial(y, 0.79788456, 0.00000156, 0.01659667, 0.00017105, -0.00249511, 0.00113653, -0.00020033);
        double phase = x
                + polynomial(y, -2.35619449, 0.12499612, 0.00005650, -0.00637879, 0.00074348, 0.00079824, -0.00029166);
        return amplitude * StrictMath.cos(phase) / StrictMath.sqrt(x);
    }

    private static double polynomial(double y, double... coefficients) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * y + coefficients[i];
        }
        return sum;
    }
}
