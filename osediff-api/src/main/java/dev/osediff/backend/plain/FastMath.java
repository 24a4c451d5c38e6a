package dev.osediff.backend.plain;

/** Elementary functions over array ranges, in forms that the JIT vectorises where it can. */
final class FastMath {
    private static final float TANH_LIMIT = 7.905311f;
    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final double SQRT_HALF = Math.sqrt(0.5);

    private FastMath() {}

    /** x · sigmoid(x), absolute error below 1e-6 · max(1, |x|). */
    static float silu(float x) {
        return x * (0.5f + 0.5f * tanh(0.5f * x));
    }

    /** out = silu(x) over a range. */
    static void silu(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = silu(x[i]);
        }
    }

    /** tanh as a quotient of polynomials (minimax on ±7.9, beyond which float32 gives ±1); error about 3e-7. */
    static float tanh(float value) {
        float x = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, value));
        float s = x * x;
        float p = -2.76076847742355e-16f;
        p = p * s + 2.00018790482477e-13f;
        p = p * s - 8.60467152213735e-11f;
        p = p * s + 5.12229709037114e-08f;
        p = p * s + 1.48572235717979e-05f;
        p = p * s + 6.37261928875436e-04f;
        p = p * s + 4.89352455891786e-03f;
        float q = 1.19825839466702e-06f;
        q = q * s + 1.18534705686654e-04f;
        q = q * s + 2.26843463243900e-03f;
        q = q * s + 4.89352518554385e-03f;
        return x * p / q;
    }

    /** e^x for x ≤ 0, relative error about 1e-7; below -87 it is 0. */
    static float expOfNonPositive(float x) {
        if (!(x > -87f)) {
            return x == x ? 0 : x;
        }
        int n = (int) (x * LOG2_E - 0.5f);
        float r = x - n * LN2_HIGH - n * LN2_LOW;
        float p = 1f / 5040;
        p = p * r + 1f / 720;
        p = p * r + 1f / 120;
        p = p * r + 1f / 24;
        p = p * r + 1f / 6;
        p = p * r + 0.5f;
        p = p * r + 1f;
        p = p * r + 1f;
        return p * Float.intBitsToFloat((n + 127) << 23);
    }

    /** x · Φ(x), with Φ from the error function (Abramowitz and Stegun 7.1.26, absolute error below 2e-7). */
    static float gelu(float x) {
        double z = Math.abs(x) * SQRT_HALF;
        double t = 1 / (1 + 0.3275911 * z);
        double poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        double tail = 0.5 * poly * Math.exp(-z * z);
        return (float) (x * (x >= 0 ? 1 - tail : tail));
    }
}
