package dev.osediff.degradation;

/**
 * The normal distribution cut into 65,536 parts of equal probability; the middle of each stands for it, so that a
 * normal number costs 16 random bits and one look-up. The largest value is 4.17; the deviation is 1 within 1e-4.
 */
final class NormalQuantiles {
    private static final int PARTS = 1 << 16;
    private static final float[] TABLE = table();

    private NormalQuantiles() {}

    static float at(int part) {
        return TABLE[part];
    }

    private static float[] table() {
        float[] table = new float[PARTS];
        for (int i = 0; i < PARTS / 2; i++) {
            double quantile = upperQuantile((i + 0.5) / PARTS);
            table[i] = (float) -quantile;
            table[PARTS - 1 - i] = (float) quantile;
        }
        return table;
    }

    /** The z with P(Z > z) = tail, for tail in (0, 0.5]: Abramowitz and Stegun 26.2.23, then two Newton steps. */
    private static double upperQuantile(double tail) {
        double t = StrictMath.sqrt(-2 * StrictMath.log(tail));
        double z =
                t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
        for (int step = 0; step < 2; step++) {
            double density = StrictMath.exp(-0.5 * z * z) / StrictMath.sqrt(2 * StrictMath.PI);
            z += (upperTail(z) - tail) / density;
        }
        return z;
    }

    /** P(Z > z) for z near or above 0 (Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8). */
    private static double upperTail(double z) {
        double k = 1 / (1 + 0.2316419 * z);
        double polynomial =
                k * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
        return StrictMath.exp(-0.5 * z * z) / StrictMath.sqrt(2 * StrictMath.PI) * polynomial;
    }
}
