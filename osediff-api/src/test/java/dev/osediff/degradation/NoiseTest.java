package dev.osediff.degradation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.FloatImage;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private static final FloatImage FLAT = TestScenes.flat(200, 200, 0.4f, 0.5f, 0.6f);

    @Test
    void gaussianNoiseHasTheAskedDeviationAndKeepsTheMean() {
        FloatImage noisy = Noise.apply(FLAT, NoiseConfig.gaussian(1, Range.of(10), 0), new SeededRandom(1));
        for (int c = 0; c < 3; c++) {
            assertEquals(10.0 / 255, TestScenes.deviation(noisy.plane(c)), 0.0008);
            assertEquals(TestScenes.mean(FLAT.plane(c)), TestScenes.mean(noisy.plane(c)), 0.001);
        }
        assertTrue(Math.abs(correlation(noisy, 0, 1)) < 0.03);
    }

    @Test
    void greyNoiseIsTheSameInAllChannels() {
        FloatImage calm = TestScenes.scene(60, 60);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < calm.plane(c).length; i++) {
                calm.plane(c)[i] = 0.35f + 0.3f * calm.plane(c)[i];
            }
        }
        for (double gaussianShare : new double[] {0, 1}) {
            NoiseConfig config = new NoiseConfig(1, gaussianShare, Range.of(10), Range.of(0.4), 1);
            FloatImage noisy = Noise.apply(calm, config, new SeededRandom(2));
            float[] first = difference(noisy, calm, 0);
            assertArrayEquals(first, difference(noisy, calm, 1), 1e-6f);
            assertTrue(TestScenes.deviation(first) > 0.01);
        }
    }

    @Test
    void poissonNoiseHasTheVarianceOfPhotonCounts() {
        // Means on both sides of the border between the two methods.
        for (int photons : new int[] {4, 16, 64, 256}) {
            float level = 102f / 255;
            float[] levels = TestScenes.flat(300, 300, level).plane(0);
            float[] noise = new float[levels.length];
            PoissonNoise.fill(noise, levels, photons, 2, new SeededRandom(photons));
            double expected = 2 * Math.sqrt(level / photons);
            assertEquals(expected, TestScenes.deviation(noise), 0.015 * expected, photons + " photons");
            assertEquals(0, TestScenes.mean(noise), 0.015 * expected, photons + " photons");
        }
    }

    @Test
    void poissonNoiseOfBlackIsNothing() {
        float[] noise = {1, 1};
        PoissonNoise.fill(noise, new float[2], 256, 1, new SeededRandom(1));
        assertArrayEquals(new float[2], noise);
    }

    @Test
    void theResultIsClippedAndNothingHappensWithProbabilityZero() {
        FloatImage dark = TestScenes.flat(50, 50, 0.01f);
        FloatImage noisy = Noise.apply(dark, NoiseConfig.gaussian(1, Range.of(30), 0), new SeededRandom(3));
        for (float sample : noisy.plane(0)) {
            assertTrue(sample >= 0 && sample <= 1);
        }
        assertSame(dark, Noise.apply(dark, NoiseConfig.NONE, new SeededRandom(3)));
    }

    private static float[] difference(FloatImage a, FloatImage b, int channel) {
        float[] result = new float[a.plane(channel).length];
        for (int i = 0; i < result.length; i++) {
            result[i] = a.plane(channel)[i] - b.plane(channel)[i];
        }
        return result;
    }

    private static double correlation(FloatImage image, int first, int second) {
        double[] means = {TestScenes.mean(image.plane(first)), TestScenes.mean(image.plane(second))};
        double sum = 0;
        for (int i = 0; i < image.plane(0).length; i++) {
            sum += (image.plane(first)[i] - means[0]) * (image.plane(second)[i] - means[1]);
        }
        double deviations = TestScenes.deviation(image.plane(first)) * TestScenes.deviation(image.plane(second));
        return sum / image.plane(0).length / deviations;
    }
}
