package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of unsigned samples: each sample v of b bits becomes v / (2^b - 1) and comes back at 8 or 16 bits. */
class PictureRoundTripTest {
    static Stream<Arguments> layouts() {
        return Layouts.all(23, 17).entrySet().stream().map(entry -> arguments(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void everyLayoutIsReadAndWrittenExactly(String name, BufferedImage image) {
        assertExact(image);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void aPartOfEveryLayoutIsReadAtItsOffset(String name, BufferedImage image) {
        assertExact(image.getSubimage(5, 3, 13, 11));
        assertExact(image.getSubimage(2, 1, 20, 15).getSubimage(3, 2, 4, 5));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5000", "5000, 1", "2, 2", "7, 7", "65, 63"})
    void everySizeIsReadAndWrittenExactly(int width, int height) {
        Layouts.all(width, height).values().forEach(PictureRoundTripTest::assertExact);
    }

    /** getRGB would make 188 of 128, and drawImage would shift 16-bit levels. */
    @ParameterizedTest
    @CsvSource({"10, 256", "11, 65536"})
    void everyLevelOfGreyStays(int type, int levels) {
        BufferedImage ramp = new BufferedImage(256, levels / 256, type);
        for (int level = 0; level < levels; level++) {
            ramp.getRaster().setSample(level % 256, level / 256, 0, level);
        }
        assertExact(ramp);
        assertEquals(
                type,
                PictureConverter.toBufferedImage(PictureConverter.fromBufferedImage(ramp))
                        .getType());
    }

    @Test
    void a16BitPictureOfSmallValuesIsStill16Bit() {
        BufferedImage dark = Layouts.components(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, DataBuffer.TYPE_USHORT, null, 257, 1);
        for (int x = 0; x < 257; x++) {
            dark.getRaster().setPixel(x, 0, new int[] {x, 256 - x, 1});
        }
        assertEquals(16, PictureConverter.fromBufferedImage(dark).bitsPerSample());
        assertExact(dark);
    }

    private static void assertExact(BufferedImage image) {
        Picture picture = PictureConverter.fromBufferedImage(image);
        int colors = image.getColorModel().getNumColorComponents();
        boolean hasAlpha = image.getColorModel().hasAlpha();
        assertEquals(image.getWidth(), picture.width());
        assertEquals(image.getHeight(), picture.height());
        assertEquals(colors, picture.color().channels());
        assertEquals(hasAlpha, picture.alpha().isPresent());
        assertEquals(Layouts.max(image, 0) > 255 ? 16 : 8, picture.bitsPerSample());
        BufferedImage written = PictureConverter.toBufferedImage(picture);
        assertEquals(picture.bitsPerSample(), written.getColorModel().getComponentSize(0));
        for (int band = 0; band < image.getRaster().getNumBands(); band++) {
            float[] plane = band < colors
                    ? picture.color().plane(band)
                    : picture.alpha().orElseThrow().plane(0);
            assertBand(image, band, plane, written);
        }
    }

    private static void assertBand(BufferedImage image, int band, float[] plane, BufferedImage written) {
        double max = Layouts.max(image, band);
        long writtenMax = Layouts.max(written, band);
        for (int i = 0; i < plane.length; i++) {
            int x = i % image.getWidth();
            int y = i / image.getWidth();
            long sample = Integer.toUnsignedLong(image.getRaster().getSample(x, y, band));
            assertEquals((float) (sample / max), plane[i], () -> "band " + band + " at " + x + ", " + y);
            // Depths between 8 and 16 bits go to the nearest level, ties to either; 8 and 16 bits are exact.
            assertEquals(
                    sample / max * writtenMax,
                    written.getRaster().getSample(x, y, band),
                    writtenMax == max ? 0 : 0.51,
                    () -> "written band " + band + " at " + x + ", " + y);
        }
    }
}
