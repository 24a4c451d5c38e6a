package dev.osediff.djl.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
    @Test
    void findsTheAxesOfAStretchedAndTurnedCloud() {
        SplittableRandom random = new SplittableRandom(1);
        double angle = 0.6;
        float[][] samples = new float[20_000][];
        for (int i = 0; i < samples.length; i++) {
            double major = 3 * random.nextGaussian();
            double minor = 0.5 * random.nextGaussian();
            samples[i] = new float[] {
                (float) (2 + major * Math.cos(angle) - minor * Math.sin(angle)),
                (float) (-1 + major * Math.sin(angle) + minor * Math.cos(angle))
            };
        }
        PrincipalComponents found = PrincipalComponents.of(samples);
        assertEquals(2, found.mean()[0], 0.1);
        assertEquals(-1, found.mean()[1], 0.1);
        assertEquals(3, found.deviations()[0], 0.1);
        assertEquals(0.5, found.deviations()[1], 0.02);
        double along = found.directions()[0][0] * Math.cos(angle) + found.directions()[0][1] * Math.sin(angle);
        assertEquals(1, Math.abs(along), 1e-3);
    }

    @Test
    void directionsAreOrthonormalInManyDimensions() {
        SplittableRandom random = new SplittableRandom(2);
        float[][] samples = new float[500][48];
        for (float[] sample : samples) {
            float common = (float) random.nextGaussian();
            for (int i = 0; i < sample.length; i++) {
                sample[i] = common + (float) (random.nextGaussian() / (1 + i));
            }
        }
        PrincipalComponents found = PrincipalComponents.of(samples);
        for (int i = 0; i < 48; i++) {
            for (int j = 0; j <= i; j++) {
                double dot = 0;
                for (int k = 0; k < 48; k++) {
                    dot += found.directions()[i][k] * found.directions()[j][k];
                }
                assertEquals(i == j ? 1 : 0, dot, 1e-9);
            }
            assertTrue(i == 0 || found.deviations()[i] <= found.deviations()[i - 1]);
        }
    }
}
