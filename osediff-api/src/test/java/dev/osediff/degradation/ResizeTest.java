package dev.osediff.degradation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.FloatImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResizeTest {
    @ParameterizedTest
    @EnumSource(ResizeMethod.class)
    void aFlatPictureStaysFlatAtAnySize(ResizeMethod method) {
        FloatImage flat = TestScenes.flat(13, 7, 0.2f, 0.4f, 0.6f);
        for (int[] size : new int[][] {{1, 1}, {5, 3}, {13, 9}, {40, 31}}) {
            FloatImage resized = Resize.apply(flat, size[0], size[1], method);
            assertEquals(size[0], resized.width());
            assertEquals(size[1], resized.height());
            assertTrue(
                    TestScenes.largestDifference(TestScenes.flat(size[0], size[1], 0.2f, 0.4f, 0.6f), resized) < 1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource(ResizeMethod.class)
    void aStraightRampStaysStraightAwayFromTheBorder(ResizeMethod method) {
        if (method == ResizeMethod.AREA) {
            return;
        }
        float[] ramp = new float[40];
        for (int i = 0; i < 40; i++) {
            ramp[i] = (i + 0.5f) / 40;
        }
        float[] larger = Resize.apply(FloatImage.of(40, 1, ramp), 80, 1, method).plane(0);
        for (int i = 10; i < 70; i++) {
            assertEquals((i + 0.5) / 80, larger[i], 2e-3, "sample " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(ResizeMethod.class)
    void theSameSizeGivesTheSamePicture(ResizeMethod method) {
        FloatImage image = TestScenes.scene(9, 6);
        assertSame(image, Resize.apply(image, 9, 6, method));
    }

    @Test
    void areaTakesTheMeanOfTheCoveredPixels() {
        FloatImage image = FloatImage.of(4, 2, new float[] {0, 1, 2, 3, 4, 5, 6, 7});
        assertArrayEquals(
                new float[] {2.5f, 4.5f},
                Resize.apply(image, 2, 1, ResizeMethod.AREA).plane(0),
                1e-6f);
        assertArrayEquals(
                new float[] {0.5f, 1.5f, 2.5f},
                Resize.apply(FloatImage.of(4, 1, new float[] {0, 1, 2, 3}), 3, 1, ResizeMethod.AREA)
                        .plane(0),
                1e-6f);
    }

    @Test
    void bilinearWithoutAntialiasingLooksAtTwoPixelsOnly() {
        FloatImage image = FloatImage.of(8, 1, new float[] {9, 0, 2, 9, 9, 4, 8, 9});
        assertArrayEquals(
                new float[] {1, 6},
                Resize.apply(image, 2, 1, ResizeMethod.BILINEAR).plane(0),
                1e-6f);
        FloatImage pair = FloatImage.of(2, 1, new float[] {0, 1});
        assertArrayEquals(
                new float[] {0, 0.25f, 0.75f, 1},
                Resize.apply(pair, 4, 1, ResizeMethod.BILINEAR).plane(0),
                1e-6f);
    }

    @Test
    void bicubicWithoutAntialiasingHasTheWeightsOfMinusThreeQuarters() {
        FloatImage impulse = FloatImage.of(8, 1, new float[] {0, 0, 0, 1, 0, 0, 0, 0});
        float[] half = Resize.apply(impulse, 4, 1, ResizeMethod.BICUBIC).plane(0);
        assertArrayEquals(new float[] {0, 0.59375f, -0.09375f, 0}, half, 1e-6f);
    }
}
