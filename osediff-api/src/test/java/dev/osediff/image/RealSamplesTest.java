package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that are not unsigned integers: signed shorts, floats and doubles. */
class RealSamplesTest {
    private static final int WIDTH = 5;

    private static BufferedImage row(int transferType, int space, boolean hasAlpha, double... samples) {
        BufferedImage image = Layouts.components(ColorSpace.getInstance(space), hasAlpha, transferType, null, WIDTH, 2);
        for (int i = 0; i < samples.length; i++) {
            for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                image.getRaster().setSample(i, 1, band, samples[i]);
            }
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(ints = {DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE})
    void realSamplesAreTakenAsTheyAreAndRoundedTo16Bits(int transferType) {
        BufferedImage image = row(transferType, ColorSpace.CS_sRGB, true, 0, 0.25, 0.500007, 1, 1.25);
        Picture picture = PictureConverter.fromBufferedImage(image);
        assertEquals(16, picture.bitsPerSample());
        for (int channel = 0; channel < 3; channel++) {
            float[] plane = picture.color().plane(channel);
            assertEquals(0.25f, plane[WIDTH + 1]);
            assertEquals(0.500007f, plane[WIDTH + 2]);
            assertEquals(1f, plane[WIDTH + 4], "clamped");
        }
        assertEquals(0.25f, picture.alpha().orElseThrow().plane(0)[WIDTH + 1]);
        BufferedImage written = PictureConverter.toBufferedImage(picture);
        assertEquals(16384, written.getRaster().getSample(1, 1, 0));
        assertEquals(65535, written.getRaster().getSample(3, 1, 2));
    }

    @Test
    void signedShortsRunFromZeroTo32767() {
        BufferedImage image = row(DataBuffer.TYPE_SHORT, ColorSpace.CS_GRAY, false, 0, 1, 16384, 32767, -1);
        float[] plane = PictureConverter.fromBufferedImage(image).color().plane(0);
        assertEquals(1 / 32767f, plane[WIDTH + 1]);
        assertEquals((float) (16384 / 32767.0), plane[WIDTH + 2]);
        assertEquals(1f, plane[WIDTH + 3]);
        assertEquals(0f, plane[WIDTH + 4], "clamped");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.26, 1.26, 1000})
    void aSampleFarOutsideIsNamedWithItsPlace(double sample) {
        BufferedImage image = row(DataBuffer.TYPE_FLOAT, ColorSpace.CS_GRAY, false, 0, 1, 0.5, sample);
        InvalidImageException refused =
                assertThrows(InvalidImageException.class, () -> PictureConverter.fromBufferedImage(image));
        assertTrue(
                refused.problem()
                        .found()
                        .startsWith("sample " + (sample == -0.26 || sample == 1.26 ? (float) sample : sample)),
                refused.getMessage());
        assertTrue(refused.problem().found().endsWith("x 3, y 1, channel 0"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"8, -0.5, 0", "8, 2, 255", "8, Infinity, 255", "8, 0.5, 128", "16, 0.5, 32768", "16, -Infinity, 0"})
    void writtenSamplesAreClampedAndRoundedHalfUp(int bits, float sample, int expected) {
        Picture picture = Picture.opaque(FloatImage.of(1, 1, new float[] {sample}), bits);
        assertEquals(
                expected, PictureConverter.toBufferedImage(picture).getRaster().getSample(0, 0, 0));
    }

    @Test
    void aWrittenSampleThatIsNotANumberIsNamedWithItsPlace() {
        FloatImage color = FloatImage.black(4, 3, 3);
        color.plane(2)[4 + 1] = Float.NaN;
        InvalidImageException refused = assertThrows(
                InvalidImageException.class, () -> PictureConverter.toBufferedImage(Picture.opaque(color, 8)));
        assertEquals("NaN at x 1, y 1, channel 2", refused.problem().found());
        FloatImage alpha = FloatImage.of(1, 1, new float[] {Float.NaN});
        Picture translucent =
                Picture.opaque(FloatImage.black(1, 1, 1), 16).withPlanes(FloatImage.black(1, 1, 1), Optional.of(alpha));
        assertThrows(InvalidImageException.class, () -> PictureConverter.toBufferedImage(translucent));
    }
}
