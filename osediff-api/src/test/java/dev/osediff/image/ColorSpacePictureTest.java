package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColorSpacePictureTest {
    private static double srgbOfLinear(double linear) {
        return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    }

    /** A picture that is grey stays grey with its samples, whatever profile says what they mean. */
    @ParameterizedTest
    @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
    void greySamplesAreKeptUnderAnyGreyProfile(int transferType) {
        BufferedImage image = Layouts.components(TestProfiles.grey(1.0), false, transferType, null, 16, 16);
        Layouts.fillWithNoise(image);
        Picture picture = PictureConverter.fromBufferedImage(image);
        assertTrue(picture.isGrey());
        BufferedImage back = PictureConverter.toBufferedImage(picture);
        for (int i = 0; i < 256; i++) {
            assertEquals(
                    image.getRaster().getSample(i % 16, i / 16, 0),
                    back.getRaster().getSample(i % 16, i / 16, 0));
        }
    }

    @Test
    void linearRgbBecomesSrgb() {
        ColorSpace linear = ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB);
        BufferedImage image = Layouts.components(linear, false, DataBuffer.TYPE_USHORT, null, 256, 3);
        for (int i = 0; i < 256 * 3; i++) {
            image.getRaster().setSample(i % 256, i / 256, i / 256, i % 256 * 257);
        }
        Picture picture = PictureConverter.fromBufferedImage(image);
        assertTrue(picture.colorSpace().isCS_sRGB());
        for (int x = 0; x < 256; x++) {
            for (int channel = 0; channel < 3; channel++) {
                double expected = srgbOfLinear(x / 255.0);
                assertEquals(expected, picture.color().plane(channel)[channel * 256 + x], 1.0 / 255, "level " + x);
            }
        }
    }

    @Test
    void packedLinearRgbBecomesSrgb() {
        ColorSpace linear = ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB);
        ColorModel model = new DirectColorModel(linear, 24, 0xff0000, 0xff00, 0xff, 0, false, DataBuffer.TYPE_INT);
        BufferedImage image = Layouts.of(model, model.createCompatibleWritableRaster(1, 1));
        image.getRaster().setPixel(0, 0, new int[] {55, 128, 255});
        FloatImage color = PictureConverter.fromBufferedImage(image).color();
        assertEquals(srgbOfLinear(55 / 255.0), color.plane(0)[0], 1.0 / 255);
        assertEquals(srgbOfLinear(128 / 255.0), color.plane(1)[0], 1.0 / 255);
        assertEquals(1, color.plane(2)[0], 1.0 / 255);
    }

    /** A wide gamut is not cut off: the samples and the space are kept. */
    @ParameterizedTest
    @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
    void aWideDisplaySpaceIsKept(int transferType) {
        ColorSpace wide = TestProfiles.wideRgb();
        BufferedImage image = Layouts.components(wide, true, transferType, null, 16, 16);
        Layouts.fillWithNoise(image);
        Picture picture = PictureConverter.fromBufferedImage(image);
        assertSame(wide, picture.colorSpace());
        BufferedImage back = PictureConverter.toBufferedImage(picture);
        assertSame(wide, back.getColorModel().getColorSpace());
        for (int i = 0; i < 16 * 16 * 4; i++) {
            assertEquals(
                    image.getRaster().getSample(i % 16, i / 16 % 16, i / 256),
                    back.getRaster().getSample(i % 16, i / 16 % 16, i / 256));
        }
    }

    @Test
    void theWideSpaceOfTheTestsIsWide() {
        assertTrue(ColorSpaces.isDisplayRgb(TestProfiles.wideRgb()));
        assertFalse(ColorSpaces.isLikeSrgb(TestProfiles.wideRgb()));
        assertFalse(ColorSpaces.isDisplayRgb(ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB)));
    }

    @Test
    void inksWithoutProfileBecomeSrgb() {
        BufferedImage image = Layouts.components(TestProfiles.inks(), false, DataBuffer.TYPE_BYTE, null, 3, 1);
        image.getRaster().setPixel(0, 0, new int[] {0, 0, 0, 0});
        image.getRaster().setPixel(1, 0, new int[] {255, 51, 0, 51});
        image.getRaster().setPixel(2, 0, new int[] {0, 0, 0, 255});
        BufferedImage rgb = PictureConverter.toBufferedImage(PictureConverter.fromBufferedImage(image));
        assertEquals(0xffffffff, rgb.getRGB(0, 0));
        assertEquals(0xff00a3cc, rgb.getRGB(1, 0));
        assertEquals(0xff000000, rgb.getRGB(2, 0));
    }

    /** PYCC and CIE XYZ are spaces of the JDK whose components do not all run from 0 to 1. */
    @ParameterizedTest
    @ValueSource(ints = {ColorSpace.CS_PYCC, ColorSpace.CS_CIEXYZ})
    void otherSpacesBecomeWhatTheirOwnConversionSays(int id) {
        ColorSpace space = ColorSpace.getInstance(id);
        BufferedImage image = Layouts.components(space, false, DataBuffer.TYPE_USHORT, null, 1, 1);
        int[] sample = id == ColorSpace.CS_PYCC ? new int[] {30000, 40100, 35200} : new int[] {11000, 12000, 9000};
        image.getRaster().setPixel(0, 0, sample);
        Object pixel = image.getRaster().getDataElements(0, 0, null);
        float[] expected = space.toRGB(image.getColorModel().getNormalizedComponents(pixel, null, 0));
        FloatImage color = PictureConverter.fromBufferedImage(image).color();
        for (int channel = 0; channel < 3; channel++) {
            assertEquals(expected[channel], color.plane(channel)[0], 1.5 / 255, "channel " + channel);
        }
    }
}
