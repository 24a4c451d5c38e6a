package dev.osediff.cuda.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.cuda.kernel.ElementType;
import dev.osediff.cuda.kernel.NormPlan;
import dev.osediff.cuda.kernel.NormShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The norms in slabs against the definition in double precision. */
class NormTwinTest {
    private static final double BOUND = 1e-9;

    /** Returns the norm by its definition. */
    static double[] naive(NormShape shape, float[] x, float[] gamma, float[] beta) {
        double[] y = new double[x.length];
        int width = shape.groupWidth();
        int count = shape.pixels() * width;
        for (int i = 0; i < shape.batch() * shape.groups(); i++) {
            int from = i / shape.groups() * shape.pixels() * shape.channels() + i % shape.groups() * width;
            double sum = 0;
            double squares = 0;
            for (int e = 0; e < count; e++) {
                sum += x[from + e / width * shape.channels() + e % width];
            }
            for (int e = 0; e < count; e++) {
                double distance = x[from + e / width * shape.channels() + e % width] - sum / count;
                squares += distance * distance;
            }
            for (int e = 0; e < count; e++) {
                int at = from + e / width * shape.channels() + e % width;
                double z = (x[at] - sum / count) / Math.sqrt(squares / count + shape.epsilon());
                z = z * gamma[at % shape.channels()] + beta[at % shape.channels()];
                y[at] = shape.silu() ? z / (1 + Math.exp(-z)) : z;
            }
        }
        return y;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 32, 32", "2, 77, 64, 32", "1, 4096, 320, 32", "1, 16384, 512, 32", "1, 65537, 128, 32"})
    void groupsOfAllSizes(int batch, int pixels, int channels, int groups) {
        NormShape shape = new NormShape(batch, pixels, channels, groups, 1e-5f, true);
        float[] x = Numbers.random(batch * pixels * channels, 1, 0.5f);
        float[] gamma = Numbers.random(channels, 2, 1);
        float[] beta = Numbers.random(channels, 3, 0);
        NormPlan plan = NormPlan.ofGroups(shape, ElementType.F32);
        Numbers.assertNear(naive(shape, x, gamma, beta), NormTwin.run(plan, x, gamma, beta), BOUND);
    }

    @Test
    void rowsOfTokens() {
        NormPlan plan = NormPlan.ofRows(77, 1024, 1e-5f, ElementType.F32);
        float[] x = Numbers.random(77 * 1024, 1, 0);
        float[] gamma = Numbers.random(1024, 2, 1);
        float[] beta = Numbers.random(1024, 3, 0);
        Numbers.assertNear(naive(plan.shape(), x, gamma, beta), NormTwin.run(plan, x, gamma, beta), BOUND);
    }

    /** At a mean of 1000 standard deviations a sum of squares in float32 has no digit of the variance left. */
    @Test
    void aMeanFarFromZeroCostsNoDigitsOfTheVariance() {
        NormShape shape = new NormShape(1, 8192, 64, 32, 1e-5f, false);
        float[] x = Numbers.random(8192 * 64, 1, 1000);
        float[] gamma = new float[64];
        java.util.Arrays.fill(gamma, 1);
        NormPlan plan = NormPlan.ofGroups(shape, ElementType.F32);
        Numbers.assertNear(naive(shape, x, gamma, new float[64]), NormTwin.run(plan, x, gamma, new float[64]), 1e-6);
    }

    @Test
    void smallGroupsTakeOneLaunchAndLargeOnesTwo() {
        assertEquals(1, plan(64 * 64, 128).launches().size());
        NormPlan large = plan(512 * 512, 128);
        assertEquals(2, large.launches().size());
        assertEquals(64, large.slabs());
        assertEquals(64 * 32 * 8, large.statisticsBytes());
        assertEquals(0, plan(64 * 64, 128).statisticsBytes());
    }

    private static NormPlan plan(int pixels, int channels) {
        return NormPlan.ofGroups(new NormShape(1, pixels, channels, 32, 1e-6f, true), ElementType.F16);
    }
}
