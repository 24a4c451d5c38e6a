package dev.osediff.color;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.image.FloatImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a pipeline relies on that never holds the whole picture. */
class StreamingColorFixTest {
    @Test
    void statisticsOfBandsMergeToThoseOfTheWhole() {
        float[] plane = Pictures.random(301, 97, 1, 1).plane(0);
        ChannelStatistics whole = ChannelStatistics.of(plane);
        ChannelStatistics merged = ChannelStatistics.EMPTY;
        for (int row = 0; row < 97; row += 10) {
            merged = merged.merge(ChannelStatistics.of(plane, row * 301, Math.min(97, row + 10) * 301));
        }

        assertEquals(whole.count(), merged.count());
        assertEquals(whole.mean(), merged.mean(), 1e-14);
        assertEquals(whole.variance(), merged.variance(), 1e-14);
    }

    @Test
    void varianceIsUnbiasedAndExactForSmallSpreadsAroundLargeMeans() {
        assertEquals(1, ChannelStatistics.of(new float[] {1, 2, 3}).variance(), 1e-15);
        float[] plane = new float[10_000];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = 16_000_000 + i % 2;
        }

        assertEquals(0.25 * 10_000 / 9_999, ChannelStatistics.of(plane).variance(), 1e-9);
        assertEquals(0, ChannelStatistics.of(new float[] {0.3f}).variance());
        assertEquals(ChannelStatistics.EMPTY, ChannelStatistics.of(plane, 5, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> ChannelStatistics.of(plane, 5, 10_001));
    }

    @Test
    void adainAppliedBandByBandIsAdainOfTheWhole() {
        FloatImage result = Pictures.random(40, 30, 1, 2);
        FloatImage source = Pictures.random(40, 30, 1, 3);
        ChannelTransfer transfer = AdaIn.transfer(
                AdaIn.statistics(result).get(0), AdaIn.statistics(source).get(0));
        float[] bands = new float[40 * 30];
        for (int row = 0; row < 30; row += 7) {
            int end = Math.min(30, row + 7) * 40;
            float[] band = Arrays.copyOfRange(result.plane(0), row * 40, end);
            transfer.apply(band, band);
            System.arraycopy(band, 0, bands, row * 40, band.length);
        }

        assertArrayEquals(ColorFix.ADAIN.apply(result, source).plane(0), bands);
    }

    @Test
    void waveletOfABandWithItsRadiusAroundItIsWaveletOfTheWhole() {
        FloatImage result = Pictures.random(50, 160, 1, 4);
        FloatImage source = Pictures.random(50, 160, 1, 5);
        int first = 70;
        int end = 90;
        int readFirst = first - Wavelet.RADIUS;
        int readEnd = end + Wavelet.RADIUS;

        FloatImage band = ColorFix.WAVELET.apply(rows(result, readFirst, readEnd), rows(source, readFirst, readEnd));

        float[] whole = ColorFix.WAVELET.apply(result, source).plane(0);
        assertArrayEquals(
                Arrays.copyOfRange(whole, first * 50, end * 50),
                Arrays.copyOfRange(band.plane(0), Wavelet.RADIUS * 50, (Wavelet.RADIUS + end - first) * 50));
    }

    private static FloatImage rows(FloatImage image, int from, int to) {
        int width = image.width();
        return FloatImage.of(width, to - from, Arrays.copyOfRange(image.plane(0), from * width, to * width));
    }
}
