package dev.osediff.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.image.FloatImage;
import org.junit.jupiter.api.Test;

/** Against values that {@code src/test/scripts/metrics_golden.py} computes with numpy from the definitions. */
class MetricsGoldenTest {
    private static final int WIDTH = 61;
    private static final int HEIGHT = 47;

    private final FloatImage truth = picture(false);
    private final FloatImage found = picture(true);

    /** The script's pictures: a wrapping ramp, and the same with a repeating disturbance. */
    private static FloatImage picture(boolean disturbed) {
        FloatImage image = FloatImage.black(WIDTH, HEIGHT, 3);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int level = (3 * x + 5 * y + 40 * c + (x * x + 3 * y * y) / 16) % 256;
                    int noise = disturbed ? (37 * x + 61 * y + 11 * c + x * y) % 23 - 10 : 0;
                    image.plane(c)[y * WIDTH + x] = Math.max(0, Math.min(255, level + noise)) / 255f;
                }
            }
        }
        return image;
    }

    @Test
    void psnrOnLumaIsNumpys() {
        assertEquals(38.75266331078878, Psnr.y(found, truth, 0), 1e-4);
        assertEquals(38.7710908076044, Psnr.y(found, truth, 4), 1e-4);
        FloatImage grey = FloatImage.of(WIDTH, HEIGHT, found.plane(0));
        assertEquals(32.770920652845355, Psnr.y(grey, FloatImage.of(WIDTH, HEIGHT, truth.plane(0)), 0), 1e-4);
    }

    @Test
    void psnrOnRgbIsNumpys() {
        assertEquals(31.622881674763633, Psnr.rgb(found, truth, 0), 1e-4);
        assertEquals(31.597542476696034, Psnr.rgb(found, truth, 4), 1e-4);
    }

    @Test
    void ssimIsNumpys() {
        assertEquals(0.9912997161016167, Ssim.y(found, truth, 0), 1e-9);
        assertEquals(0.991766393513805, Ssim.y(found, truth, 4), 1e-9);
    }

    @Test
    void gradientEnergyIsNumpys() {
        assertEquals(0.011305803568893956, GradientEnergy.y(found), 1e-8);
        assertEquals(0.011277799851085403, GradientEnergy.y(truth), 1e-8);
        assertEquals(0.011305803568893956 / 0.011277799851085403, GradientEnergy.share(found, truth), 1e-6);
    }

    @Test
    void meanColourDifferenceIsNumpys() {
        assertArrayEquals(
                new double[] {1.42064876, 0.84199512, 1.37111964}, MeanColor.differenceInLevels(found, truth), 1e-5);
        assertEquals(1.42064876, MeanColor.largestDifferenceInLevels(truth, found), 1e-5);
    }

    @Test
    void ssimWithTheNegativeIsZeroBecauseNegativeStructureDoesNotCount() {
        FloatImage negative = FloatImage.black(WIDTH, HEIGHT, 3);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                negative.plane(c)[i] = 1 - truth.plane(c)[i];
            }
        }

        assertEquals(0, Ssim.y(negative, truth, 0), 1e-12);
    }
}
