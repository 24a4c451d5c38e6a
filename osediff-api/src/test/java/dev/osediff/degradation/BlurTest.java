package dev.osediff.degradation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.FloatImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlurTest {
    private static final List<BlurKernel> KERNELS = List.of(
            BlurKernel.gaussian(13, 2, 2, 0, 1),
            BlurKernel.gaussian(21, 0.4, 3, 0.7, 1),
            BlurKernel.gaussian(15, 1.5, 2.5, -1, 0.6),
            BlurKernel.plateau(9, 1, 2, 2, 1.7),
            BlurKernel.sinc(21, 1.1),
            BlurKernel.sinc(7, 3));

    @Test
    void theBesselFunctionEqualsItsIntegral() {
        for (double x = 0; x < 45; x += 0.37) {
            double sum = 0;
            int steps = 400;
            for (int i = 0; i < steps; i++) {
                double t = Math.PI * (i + 0.5) / steps;
                sum += Math.cos(t - x * Math.sin(t));
            }
            assertEquals(sum / steps, BesselJ1.of(x), 2e-7, "x = " + x);
        }
    }

    @Test
    void everyKernelSumsToOneAndIsPointSymmetric() {
        for (BlurKernel kernel : KERNELS) {
            double sum = 0;
            float[] weights = kernel.weights();
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i];
                assertEquals(weights[i], weights[weights.length - 1 - i], 1e-7);
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    @Test
    void aGaussianHasTheVarianceAlongItsTurnedAxis() {
        BlurKernel kernel = BlurKernel.gaussian(21, 2.5, 1, Math.PI / 6, 1);
        double along = 0;
        double across = 0;
        for (int y = -10; y <= 10; y++) {
            for (int x = -10; x <= 10; x++) {
                double weight = kernel.weights()[(y + 10) * 21 + x + 10];
                double u = Math.cos(Math.PI / 6) * x + Math.sin(Math.PI / 6) * y;
                double v = Math.cos(Math.PI / 6) * y - Math.sin(Math.PI / 6) * x;
                along += weight * u * u;
                across += weight * v * v;
            }
        }
        assertEquals(6.25, along, 0.02);
        assertEquals(1, across, 0.01);
    }

    @Test
    void theFastWayEqualsTheDefinitionWithinATenthOfALevel() {
        FloatImage image = TestScenes.scene(37, 29);
        for (BlurKernel kernel : KERNELS) {
            FloatImage fast = Blur.apply(image, kernel);
            assertTrue(TestScenes.largestDifference(byDefinition(image, kernel), fast) < 0.1 / 255, kernel.toString());
        }
    }

    @Test
    void aSeparableKernelHasOneTermAndAnAwkwardOneNone() {
        assertEquals(
                1,
                SeparableTerm.decompose(BlurKernel.gaussian(21, 2, 2, 0, 1), 6).size());
        assertTrue(SeparableTerm.decompose(BlurKernel.gaussian(21, 0.3, 3, 0.8, 1), 6)
                .isEmpty());
    }

    @Test
    void drawnKernelsVaryAndAreValid() {
        BlurConfig config = DegradationPreset.REFERENCE.config().stages().get(0).blur();
        SeededRandom random = new SeededRandom(8);
        boolean[] sizes = new boolean[22];
        boolean negative = false;
        for (int i = 0; i < 300; i++) {
            BlurKernel kernel = BlurKernel.draw(config, random);
            sizes[kernel.size()] = true;
            double sum = 0;
            for (float weight : kernel.weights()) {
                sum += weight;
                negative |= weight < 0;
            }
            assertEquals(1, sum, 1e-4);
        }
        for (int size = 0; size < sizes.length; size++) {
            assertEquals(size >= 7 && size % 2 == 1, sizes[size], "size " + size);
        }
        assertTrue(negative, "no sinc kernel among 300");
    }

    @Test
    void aPictureSmallerThanTheKernelIsMirroredAgainAndAgain() {
        FloatImage flat = TestScenes.flat(2, 1, 0.25f, 0.5f, 0.75f);
        FloatImage blurred = Blur.apply(flat, BlurKernel.gaussian(21, 3, 3, 0, 1));
        assertTrue(TestScenes.largestDifference(flat, blurred) < 1e-3);
        assertFalse(Float.isNaN(blurred.plane(0)[0]));
    }

    private static FloatImage byDefinition(FloatImage image, BlurKernel kernel) {
        FloatImage result = FloatImage.black(image.width(), image.height(), image.channels());
        int border = kernel.size() / 2;
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    double sum = 0;
                    for (int ky = 0; ky < kernel.size(); ky++) {
                        for (int kx = 0; kx < kernel.size(); kx++) {
                            int row = mirror(y + ky - border, image.height());
                            int column = mirror(x + kx - border, image.width());
                            sum += (double) kernel.weights()[ky * kernel.size() + kx]
                                    * image.plane(c)[row * image.width() + column];
                        }
                    }
                    result.plane(c)[y * image.width() + x] = (float) sum;
                }
            }
        }
        return result;
    }

    private static int mirror(int index, int length) {
        int i = Math.abs(index);
        return i < length ? i : 2 * length - 2 - i;
    }
}
