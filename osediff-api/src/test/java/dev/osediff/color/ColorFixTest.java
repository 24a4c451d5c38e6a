package dev.osediff.color;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import dev.osediff.image.FloatImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColorFixTest {
    private static final int[][] SIZES = {{1, 1}, {2, 1}, {1, 50}, {31, 33}, {16, 64}, {97, 5}};

    @Test
    void adainGivesTheSourcesMeanAndDeviation() {
        FloatImage result = Pictures.random(60, 41, 3, 1);
        FloatImage source = Pictures.random(60, 41, 3, 2);
        source.plane(1)[7] = 0;

        FloatImage fixed = ColorFix.ADAIN.apply(result, source);

        for (int c = 0; c < 3; c++) {
            ChannelStatistics wanted = ChannelStatistics.of(source.plane(c));
            ChannelStatistics found = ChannelStatistics.of(fixed.plane(c));
            assertEquals(wanted.mean(), found.mean(), 1e-6);
            assertEquals(wanted.variance(), found.variance(), 1e-5 * wanted.variance() + 1e-6);
        }
    }

    @Test
    void waveletGivesTheSourcesLowFrequenciesAndKeepsTheResultsHighOnes() {
        FloatImage result = Pictures.random(70, 50, 1, 3);
        FloatImage source = Pictures.random(70, 50, 1, 4);
        for (int i = 0; i < source.plane(0).length; i++) {
            source.plane(0)[i] = 0.1f + 0.01f * (i % 70);
        }

        float[] fixed = ColorFix.WAVELET.apply(result, source).plane(0);

        double[] low = lowPass(source.plane(0), 70, 50);
        double[] lowOfResult = lowPass(result.plane(0), 70, 50);
        for (int i = 0; i < fixed.length; i++) {
            double expected = result.plane(0)[i] - lowOfResult[i] + low[i];
            assertEquals(Math.max(0, Math.min(1, expected)), fixed[i], 1e-6);
        }
    }

    /** The five dilated 3×3 blurs, tap by tap in double. */
    private static double[] lowPass(float[] plane, int width, int height) {
        double[] from = new double[plane.length];
        for (int i = 0; i < plane.length; i++) {
            from[i] = plane[i];
        }
        for (int radius = 1; radius <= 16; radius *= 2) {
            double[] to = new double[plane.length];
            for (int i = 0; i < plane.length; i++) {
                for (int tap = 0; tap < 9; tap++) {
                    int dx = tap % 3 - 1;
                    int dy = tap / 3 - 1;
                    int x = Math.max(0, Math.min(width - 1, i % width + dx * radius));
                    int y = Math.max(0, Math.min(height - 1, i / width + dy * radius));
                    to[i] += (2 - Math.abs(dx)) * (2 - Math.abs(dy)) / 16.0 * from[y * width + x];
                }
            }
            from = to;
        }
        return from;
    }

    @ParameterizedTest
    @EnumSource(ColorFix.class)
    void aResultThatIsItsSourceStaysAsItIs(ColorFix fix) {
        for (int[] size : SIZES) {
            FloatImage picture = Pictures.random(size[0], size[1], 3, 5);

            FloatImage fixed = fix.apply(picture, picture);

            for (int c = 0; c < 3; c++) {
                assertArrayEquals(picture.plane(c), fixed.plane(c), 1e-6f);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ColorFix.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aConstantResultGetsTheConstantSourcesColour(ColorFix fix) {
        for (int[] size : SIZES) {
            FloatImage result = Pictures.constant(size[0], size[1], 0.2f, 0, 1);
            FloatImage source = Pictures.constant(size[0], size[1], 0.7f, 1, 0);

            for (ColorFixPrecision precision : ColorFixPrecision.values()) {
                FloatImage fixed = fix.apply(result, source, precision);
                for (int c = 0; c < 3; c++) {
                    for (float sample : fixed.plane(c)) {
                        assertEquals(source.plane(c)[0], sample, 1.01f / 255);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ColorFix.class)
    void samplesStayFiniteAndBetweenZeroAndOneAndArgumentsUntouched(ColorFix fix) {
        for (int[] size : SIZES) {
            for (int channels : new int[] {1, 3}) {
                FloatImage result = Pictures.random(size[0], size[1], channels, 6);
                FloatImage source = Pictures.random(size[0], size[1], channels, 7);
                result.plane(0)[0] = 1;
                source.plane(0)[0] = 0;
                float[] resultBefore = result.plane(0).clone();
                float[] sourceBefore = source.plane(0).clone();

                for (ColorFixPrecision precision : ColorFixPrecision.values()) {
                    FloatImage fixed = fix.apply(result, source, precision);
                    for (int c = 0; c < channels; c++) {
                        for (float sample : fixed.plane(c)) {
                            assertTrue(sample >= 0 && sample <= 1, fix + " made " + sample);
                        }
                    }
                }

                assertArrayEquals(resultBefore, result.plane(0));
                assertArrayEquals(sourceBefore, source.plane(0));
            }
        }
    }

    @Test
    void noneReturnsTheResultItselfInFloatAndTruncatesItInReferencePrecision() {
        FloatImage result = Pictures.constant(2, 2, 0.5f, 254.99f / 255, 1.5f);
        FloatImage source = Pictures.constant(2, 2, 0.1f, 0.1f, 0.1f);

        assertSame(result, ColorFix.NONE.apply(result, source));
        FloatImage stored = ColorFix.NONE.apply(result, source, ColorFixPrecision.REFERENCE_8_BIT);
        assertEquals(127 / 255f, stored.plane(0)[0]);
        assertEquals(254 / 255f, stored.plane(1)[0]);
        assertEquals(1f, stored.plane(2)[0]);
    }

    @ParameterizedTest
    @EnumSource(ColorFix.class)
    void picturesOfOtherSizeOrChannelsAreRefused(ColorFix fix) {
        FloatImage result = Pictures.random(8, 6, 3, 8);

        for (FloatImage source :
                new FloatImage[] {Pictures.random(6, 8, 3, 9), Pictures.random(8, 7, 3, 9), Pictures.random(8, 6, 1, 9)
                }) {
            InvalidImageException e = assertThrows(InvalidImageException.class, () -> fix.apply(result, source));
            assertTrue(e.getMessage().contains(source.toString()), e::getMessage);
        }
    }
}
