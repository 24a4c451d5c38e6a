package dev.osediff.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.image.FloatImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsLimitsTest {
    @FunctionalInterface
    private interface Measure {
        double of(FloatImage picture, FloatImage truth, int crop);
    }

    private static final List<Measure> CROPPED = List.of(Psnr::y, Psnr::rgb, Ssim::y);
    private static final List<Measure> ALL = List.of(
            Psnr::y,
            Psnr::rgb,
            Ssim::y,
            (picture, truth, crop) -> GradientEnergy.share(picture, truth),
            (picture, truth, crop) -> MeanColor.largestDifferenceInLevels(picture, truth));

    private static FloatImage noise(int width, int height, int channels) {
        FloatImage image = FloatImage.black(width, height, channels);
        Random random = new Random(1);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < width * height; i++) {
                image.plane(c)[i] = random.nextFloat();
            }
        }
        return image;
    }

    private static FloatImage white(int width, int height) {
        FloatImage image = FloatImage.black(width, height, 1);
        Arrays.fill(image.plane(0), 1);
        return image;
    }

    @Test
    void equalPicturesReachTheLimitOfEachMeasure() {
        for (FloatImage picture : List.of(noise(20, 11, 3), noise(11, 30, 1), FloatImage.black(12, 12, 3))) {
            assertEquals(Double.POSITIVE_INFINITY, Psnr.y(picture, picture, 0));
            assertEquals(Double.POSITIVE_INFINITY, Psnr.rgb(picture, picture, 0));
            assertEquals(1, Ssim.y(picture, picture, 0), 1e-12);
            assertEquals(1, GradientEnergy.share(picture, picture));
            assertEquals(0, MeanColor.largestDifferenceInLevels(picture, picture));
        }
    }

    @Test
    void blackAgainstWhiteIsTheFarthest() {
        FloatImage black = FloatImage.black(16, 16, 1);

        assertEquals(0, Psnr.rgb(black, white(16, 16), 0), 1e-12);
        assertEquals(-20 * Math.log10(219 / 255.0), Psnr.y(black, white(16, 16), 0), 1e-5);
        assertEquals(255, MeanColor.largestDifferenceInLevels(black, white(16, 16)), 1e-9);
        double c1 = 0.01 * 255 * 0.01 * 255;
        assertEquals((2 * 16 * 235 + c1) / (16 * 16 + 235 * 235 + c1), Ssim.y(black, white(16, 16), 0), 1e-9);
    }

    @Test
    void gradientEnergyOfACheckerboardIsTheSquaredRangeOfLuma() {
        FloatImage board = FloatImage.black(9, 6, 1);
        for (int i = 0; i < 54; i++) {
            board.plane(0)[i] = (i % 9 + i / 9) % 2;
        }

        assertEquals(219 * 219 / 65025.0, GradientEnergy.y(board), 1e-9);
        assertEquals(0, GradientEnergy.y(white(5, 4)), 1e-12);
        assertEquals(0, GradientEnergy.y(white(1, 1)));
        assertEquals(Double.POSITIVE_INFINITY, GradientEnergy.share(board, FloatImage.black(9, 6, 1)));
    }

    @Test
    void smallAndLongPicturesAreMeasured() {
        for (FloatImage picture : List.of(noise(1, 1, 3), noise(1, 70, 3), noise(70, 1, 1))) {
            FloatImage black = FloatImage.black(picture.width(), picture.height(), picture.channels());
            assertTrue(Psnr.y(picture, black, 0) > 0);
            assertTrue(Psnr.rgb(picture, black, 0) > 0);
            assertTrue(MeanColor.largestDifferenceInLevels(picture, black) > 0);
        }
    }

    @Test
    void picturesOfOtherSizeOrChannelsAreRefused() {
        FloatImage picture = noise(20, 15, 3);
        for (Measure measure : ALL) {
            for (FloatImage other : List.of(noise(15, 20, 3), noise(20, 14, 3), noise(20, 15, 1))) {
                InvalidImageException e =
                        assertThrows(InvalidImageException.class, () -> measure.of(picture, other, 0));
                assertTrue(e.getMessage().contains(other.toString()), e::getMessage);
            }
        }
    }

    @Test
    void aBorderThatLeavesTooLittleOrIsNegativeIsRefused() {
        FloatImage picture = noise(20, 15, 3);
        for (Measure measure : CROPPED) {
            assertThrows(InvalidImageException.class, () -> measure.of(picture, picture, 8));
            assertThrows(InvalidImageException.class, () -> measure.of(picture, picture, Integer.MAX_VALUE));
            assertThrows(InvalidOptionException.class, () -> measure.of(picture, picture, -1));
        }
        assertThrows(InvalidImageException.class, () -> Ssim.y(picture, picture, 3));
        assertEquals(1, Ssim.y(picture, picture, 2), 1e-12);
    }

    @Test
    void lumaOfAPictureWithAlphaIsRefused() {
        FloatImage picture = noise(20, 15, 4);

        assertThrows(InvalidImageException.class, () -> Psnr.y(picture, picture, 0));
        assertThrows(InvalidImageException.class, () -> Ssim.y(picture, picture, 0));
        assertThrows(InvalidImageException.class, () -> GradientEnergy.y(picture));
    }
}
