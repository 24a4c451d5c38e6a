package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlphaBleedTest {
    @Test
    void hiddenColoursHaveNoInfluence() {
        Random random = new Random(3);
        FloatImage alpha = FloatImage.black(40, 30, 1);
        FloatImage one = FloatImage.black(40, 30, 3);
        FloatImage other = FloatImage.black(40, 30, 3);
        for (int i = 0; i < 40 * 30; i++) {
            boolean isVisible = random.nextInt(20) == 0;
            alpha.plane(0)[i] = isVisible ? random.nextFloat() + 0.01f : 0;
            for (int channel = 0; channel < 3; channel++) {
                one.plane(channel)[i] = random.nextFloat();
                other.plane(channel)[i] = isVisible ? one.plane(channel)[i] : random.nextFloat();
            }
        }
        FloatImage filled = AlphaBleed.fill(one, alpha);
        FloatImage otherFilled = AlphaBleed.fill(other, alpha);
        for (int channel = 0; channel < 3; channel++) {
            assertArrayEquals(filled.plane(channel), otherFilled.plane(channel));
            for (int i = 0; i < 40 * 30; i++) {
                if (alpha.plane(0)[i] > 0) {
                    assertEquals(one.plane(channel)[i], filled.plane(channel)[i]);
                }
            }
        }
    }

    @Test
    void transparentPixelsTakeTheNearestVisibleColour() {
        FloatImage alpha = FloatImage.of(7, 1, new float[] {1, 0, 0, 0, 0, 0, 1});
        FloatImage color = FloatImage.of(7, 1, new float[] {0.2f, 9, 9, 9, 9, 9, 0.8f});
        float[] expected = {0.2f, 0.2f, 0.2f, 0.5f, 0.8f, 0.8f, 0.8f};
        assertArrayEquals(expected, AlphaBleed.fill(color, alpha).plane(0), 1e-6f);
    }

    @Test
    void aRedDiscOnHiddenGreenHasNoGreenRimWhenResized() {
        FloatImage alpha = FloatImage.black(24, 24, 1);
        FloatImage color = FloatImage.black(24, 24, 3);
        for (int i = 0; i < 24 * 24; i++) {
            boolean isDisc = Math.hypot(i % 24 - 11.5, i / 24 - 11.5) < 8;
            alpha.plane(0)[i] = isDisc ? 1 : 0;
            color.plane(isDisc ? 0 : 1)[i] = 1;
        }
        FloatImage large = Resampler.resize(AlphaBleed.fill(color, alpha), 96, 96, ResampleFilter.LANCZOS3);
        for (float green : large.plane(1)) {
            assertEquals(0, green);
        }
    }

    @Test
    void anInvisiblePictureBecomesBlackAndAnOpaqueOneIsReturnedAsItIs() {
        FloatImage color = FloatImage.of(2, 1, new float[] {0.5f, 0.6f});
        assertArrayEquals(
                new float[2], AlphaBleed.fill(color, FloatImage.black(2, 1, 1)).plane(0));
        assertSame(color, AlphaBleed.fill(color, FloatImage.of(2, 1, new float[] {1, 0.1f})));
        Picture opaque = Picture.opaque(color, 8);
        assertSame(opaque, AlphaBleed.fill(opaque));
        Picture hidden = opaque.withPlanes(color, Optional.of(FloatImage.black(2, 1, 1)));
        assertTrue(AlphaBleed.fill(hidden).alpha().isPresent());
    }
}
