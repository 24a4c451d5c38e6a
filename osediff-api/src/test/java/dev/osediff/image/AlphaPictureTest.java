package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlphaPictureTest {
    private static final int SIDE = 256;

    static Stream<Arguments> alphas() {
        return Stream.of(
                arguments("all 0", (IntUnaryOperator) i -> 0),
                arguments("all 255", (IntUnaryOperator) i -> 255),
                arguments("constant 1", (IntUnaryOperator) i -> 1),
                arguments("ramp", (IntUnaryOperator) i -> i % 256));
    }

    /** Also the colours of invisible pixels are data: an image editor may want them back. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("alphas")
    void everyPixelComesBackWhateverItsAlpha(String name, IntUnaryOperator alphaOf) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.setRGB(i % SIDE, i / SIDE, alphaOf.applyAsInt(i) << 24 | i * 0x1f3d5b & 0xffffff);
        }
        BufferedImage back = PictureConverter.toBufferedImage(PictureConverter.fromBufferedImage(image));
        assertEquals(BufferedImage.TYPE_INT_ARGB, back.getType());
        assertArrayEquals(pixels(image), pixels(back));
    }

    /** All 32,896 pairs of an alpha and a premultiplied sample up to it; the sample can be had back exactly. */
    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_ARGB_PRE, BufferedImage.TYPE_4BYTE_ABGR_PRE})
    void premultipliedColourIsDividedByAlpha(int type) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, type);
        assertDivided(image, 255);
    }

    @Test
    void premultiplied16BitColourIsDividedByAlpha() {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                true,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        assertDivided(Layouts.of(model, model.createCompatibleWritableRaster(SIDE, SIDE)), 65535);
    }

    private static void assertDivided(BufferedImage image, int max) {
        int step = max / 255;
        for (int alpha = 0; alpha < SIDE; alpha++) {
            for (int sample = 0; sample < SIDE; sample++) {
                int premultiplied = Math.min(sample, alpha) * step;
                image.getRaster()
                        .setPixel(sample, alpha, new int[] {premultiplied, alpha * step - premultiplied, 0, alpha * step
                        });
            }
        }
        Picture picture = PictureConverter.fromBufferedImage(image);
        BufferedImage back = PictureConverter.toBufferedImage(picture);
        for (int alpha = 0; alpha < SIDE; alpha++) {
            for (int sample = 0; sample < SIDE; sample++) {
                int premultiplied = Math.min(sample, alpha) * step;
                double expected = alpha == 0 ? 0 : premultiplied / (double) (alpha * step);
                assertEquals(expected, picture.color().plane(0)[alpha * SIDE + sample], 1e-6);
                assertEquals(alpha / 255f, picture.alpha().orElseThrow().plane(0)[alpha * SIDE + sample]);
                double again = back.getRaster().getSample(sample, alpha, 0) * (double) (alpha * step) / max;
                assertEquals(premultiplied, Math.round(again));
            }
        }
    }

    @Test
    void hiddenColourDoesNotReachVisiblePixelsOfAnEnlargedImage() {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 32 * 32; i++) {
            boolean isDisc = Math.hypot(i % 32 - 15.5, i / 32 - 15.5) < 9;
            image.setRGB(i % 32, i / 32, isDisc ? 0xff204060 : 0x0000ff00);
        }
        Picture filled = AlphaBleed.fill(PictureConverter.fromBufferedImage(image));
        Picture large = filled.withPlanes(
                Resampler.resize(filled.color(), 128, 128, ResampleFilter.BICUBIC),
                filled.alpha().map(alpha -> Resampler.resize(alpha, 128, 128, ResampleFilter.BICUBIC)));
        BufferedImage written = PictureConverter.toBufferedImage(large);
        for (int i = 0; i < 128 * 128; i++) {
            assertEquals(0x204060, written.getRGB(i % 128, i / 128) & 0xffffff);
        }
        assertEquals(0, written.getRGB(0, 0) >>> 24);
        assertEquals(255, written.getRGB(64, 64) >>> 24);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
