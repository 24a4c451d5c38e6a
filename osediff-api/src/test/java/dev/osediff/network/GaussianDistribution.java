package dev.osediff.network;

/** The Gaussian distribution function by its Taylor series, which is slow and exact to double precision near zero. */
public final class GaussianDistribution {
    /** Beyond this the function differs from 0 or 1 by less than 1e-15, so that the series' rounding errors do not show. */
    private static final double TAIL = 8;

    private GaussianDistribution() {}

    /** Φ(x) = 1/2 + φ(x) · (x + x³/3 + x⁵/(3·5) + x⁷/(3·5·7) + …): all terms have one sign. */
    public static double phi(double x) {
        if (Math.abs(x) > TAIL) {
            return x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
