package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ImageTooLargeException;
import dev.osediff.error.InvalidImageException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.PackedColorModel;
import java.awt.image.Raster;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureRefusalTest {
    @Test
    void nullIsRefusedWithTheUsualReason() {
        InvalidImageException refused =
                assertThrows(InvalidImageException.class, () -> PictureConverter.fromBufferedImage(null));
        assertEquals("null", refused.problem().found());
        assertTrue(refused.problem().nextStep().contains("ImageIO.read"), refused.getMessage());
    }

    /** A model whose components mean what only it knows. */
    private static final class StrangeColorModel extends PackedColorModel {
        StrangeColorModel() {
            super(
                    ColorSpace.getInstance(ColorSpace.CS_sRGB),
                    32,
                    new int[] {0xff0000, 0xff00, 0xff},
                    0,
                    false,
                    OPAQUE,
                    DataBuffer.TYPE_INT);
        }

        @Override
        public int getRed(int pixel) {
            return 0;
        }

        @Override
        public int getGreen(int pixel) {
            return 0;
        }

        @Override
        public int getBlue(int pixel) {
            return 0;
        }

        @Override
        public int getAlpha(int pixel) {
            return 255;
        }

        @Override
        public boolean isCompatibleRaster(Raster raster) {
            return true;
        }
    }

    @Test
    void anUnknownColourModelIsNamed() {
        BufferedImage plain = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        BufferedImage image = new BufferedImage(new StrangeColorModel(), plain.getRaster(), false, null);
        InvalidImageException refused =
                assertThrows(InvalidImageException.class, () -> PictureConverter.fromBufferedImage(image));
        assertTrue(refused.problem().found().contains("StrangeColorModel"), refused.getMessage());
    }

    /** Five inks whose conversion nobody has written. */
    private static final class UnconvertibleSpace extends ColorSpace {
        private static final long serialVersionUID = 1L;

        UnconvertibleSpace() {
            super(TYPE_5CLR, 5);
        }

        @Override
        public float[] toRGB(float[] color) {
            throw new UnsupportedOperationException("five inks");
        }

        @Override
        public float[] fromRGB(float[] rgb) {
            throw new UnsupportedOperationException("five inks");
        }

        @Override
        public float[] toCIEXYZ(float[] color) {
            throw new UnsupportedOperationException("five inks");
        }

        @Override
        public float[] fromCIEXYZ(float[] color) {
            throw new UnsupportedOperationException("five inks");
        }
    }

    @Test
    void aColourSpaceThatFailsToConvertIsNamed() {
        BufferedImage image = Layouts.components(new UnconvertibleSpace(), false, DataBuffer.TYPE_BYTE, null, 2, 2);
        assertTrue(image.getColorModel() instanceof ComponentColorModel);
        InvalidImageException refused =
                assertThrows(InvalidImageException.class, () -> PictureConverter.fromBufferedImage(image));
        assertTrue(refused.problem().found().contains("UnconvertibleSpace of 5 components"), refused.getMessage());
        assertEquals("five inks", refused.getCause().getMessage());
    }

    /** The JDK would throw NegativeArraySizeException or IllegalArgumentException after the work. */
    @ParameterizedTest
    @CsvSource({
        "30000, 30000, 3, 16, false",
        "33000, 33000, 1, 16, true",
        "50000, 50000, 3, 8, false",
        "65536, 32768, 1, 8, false",
        "2147483647, 2, 1, 8, false"
    })
    void anOutputThatFitsNoArrayIsRefusedBeforeTheWork(
            int width, int height, int channels, int bits, boolean hasAlpha) {
        ImageTooLargeException refused = assertThrows(
                ImageTooLargeException.class,
                () -> PictureConverter.requireWritable(width, height, pixel(channels, bits, hasAlpha)));
        assertTrue(refused.problem().found().contains(width + " x " + height), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "46340, 46340, 3, 8, true",
        "46340, 46340, 1, 16, false",
        "26754, 26754, 3, 16, false",
        "32767, 32767, 1, 8, true"
    })
    void theLargestOutputsAreAccepted(int width, int height, int channels, int bits, boolean hasAlpha) {
        assertDoesNotThrow(() -> PictureConverter.requireWritable(width, height, pixel(channels, bits, hasAlpha)));
    }

    private static Picture pixel(int channels, int bits, boolean hasAlpha) {
        FloatImage color = FloatImage.black(1, 1, channels);
        Optional<FloatImage> alpha = hasAlpha ? Optional.of(FloatImage.black(1, 1, 1)) : Optional.empty();
        return Picture.opaque(color, bits).withPlanes(color, alpha);
    }

    @Test
    void partsOfAPictureThatDoNotBelongTogetherAreRefused() {
        FloatImage color = FloatImage.black(2, 3, 3);
        assertThrows(IllegalArgumentException.class, () -> Picture.opaque(FloatImage.black(2, 3, 2), 8));
        assertThrows(IllegalArgumentException.class, () -> Picture.opaque(color, 10));
        Picture picture = Picture.opaque(color, 8);
        assertThrows(
                IllegalArgumentException.class,
                () -> picture.withPlanes(color, Optional.of(FloatImage.black(3, 2, 1))));
        assertThrows(
                IllegalArgumentException.class, () -> picture.withPlanes(FloatImage.black(2, 3, 1), Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> FloatImage.of(0, 1, new float[0]));
        assertThrows(IllegalArgumentException.class, () -> FloatImage.of(2, 2, new float[3]));
        assertThrows(IllegalArgumentException.class, () -> FloatImage.of(65536, 65536, new float[0]));
        assertThrows(IllegalArgumentException.class, () -> FloatImage.of(1, 1));
    }
}
