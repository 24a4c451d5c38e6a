package dev.osediff.cuda.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

/** Arrays of numbers for tests, and how near two of them are. */
public final class Numbers {
    private Numbers() {}

    /** Returns normal numbers around a centre. */
    public static float[] random(int count, long seed, float centre) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = centre + (float) random.nextGaussian();
        }
        return values;
    }

    /** Fails unless the squared error over the squared reference is at most {@code bound}. */
    public static void assertNear(double[] expected, float[] found, double bound) {
        assertEquals(expected.length, found.length);
        double error = 0;
        double power = 0;
        for (int i = 0; i < expected.length; i++) {
            error += (expected[i] - found[i]) * (expected[i] - found[i]);
            power += expected[i] * expected[i];
        }
        assertTrue(error <= bound * power, "squared error over squared reference is " + error / power);
    }

    /** Returns the numbers as doubles. */
    public static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
