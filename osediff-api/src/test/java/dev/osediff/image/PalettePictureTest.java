package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PalettePictureTest {
    private static final int WIDTH = 19;
    private static final int HEIGHT = 5;

    private static IndexColorModel palette(int bits, boolean hasAlpha, IntUnaryOperator argbOf) {
        int[] colors = new int[1 << bits];
        Arrays.setAll(colors, argbOf);
        int transferType = bits > 8 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        return new IndexColorModel(bits, colors.length, colors, 0, hasAlpha, -1, transferType);
    }

    /** 1, 2 and 4 bits are packed into bytes. */
    private static BufferedImage noise(IndexColorModel palette) {
        int bits = palette.getPixelSize();
        WritableRaster raster = bits < 8
                ? Raster.createPackedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 1, bits, null)
                : palette.createCompatibleWritableRaster(WIDTH, HEIGHT);
        Random random = new Random(bits);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            raster.setSample(i % WIDTH, i / WIDTH, 0, random.nextInt(palette.getMapSize()));
        }
        return Layouts.of(palette, raster);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 10})
    void indicesBecomeTheirColours(int bits) {
        BufferedImage image = noise(palette(bits, false, index -> 0xff000000 | index * 0x3d1f5b));
        assertColours(image, PictureConverter.fromBufferedImage(image));
        BufferedImage part = image.getSubimage(3, 1, 11, 3);
        assertColours(part, PictureConverter.fromBufferedImage(part));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void aPaletteOfGreysGivesAGreyPicture(int bits) {
        BufferedImage image = noise(palette(bits, false, index -> 0xff000000 | (index * 37 & 255) * 0x10101));
        Picture picture = PictureConverter.fromBufferedImage(image);
        assertTrue(picture.isGrey());
        assertColours(image, picture);
    }

    @Test
    void translucentEntriesGiveAnAlphaPlane() {
        BufferedImage image = noise(palette(8, true, index -> index << 24 | index * 0x3d1f5b & 0xffffff));
        assertColours(image, PictureConverter.fromBufferedImage(image));
    }

    @Test
    void oneTransparentIndexGivesAnAlphaPlaneOfHolesAndItsColourDoesNotMakeAGreyPictureColoured() {
        int[] colors = {0x000000, 0x808080, 0xffffff, 0x00ff00};
        IndexColorModel palette = new IndexColorModel(2, 4, colors, 0, false, 3, DataBuffer.TYPE_BYTE);
        BufferedImage image = noise(palette);
        Picture picture = PictureConverter.fromBufferedImage(image);
        assertTrue(picture.isGrey());
        float[] alpha = picture.alpha().orElseThrow().plane(0);
        for (int i = 0; i < alpha.length; i++) {
            int index = image.getRaster().getSample(i % WIDTH, i / WIDTH, 0);
            assertEquals(index == 3 ? 0 : 1, alpha[i]);
            assertTrue(index == 3 || picture.color().plane(0)[i] == (colors[index] & 255) / 255f);
        }
    }

    @Test
    void theStandardTypesAreRead() {
        BufferedImage binary = new BufferedImage(9, 2, BufferedImage.TYPE_BYTE_BINARY);
        BufferedImage indexed = new BufferedImage(9, 2, BufferedImage.TYPE_BYTE_INDEXED);
        for (int x = 0; x < 9; x++) {
            binary.getRaster().setSample(x, 1, 0, x & 1);
            indexed.getRaster().setSample(x, 1, 0, 20 * x);
        }
        assertColours(binary, PictureConverter.fromBufferedImage(binary));
        assertColours(indexed, PictureConverter.fromBufferedImage(indexed));
    }

    @Test
    void anIndexWithoutEntryIsNamed() {
        IndexColorModel two = new IndexColorModel(8, 2, new int[] {0, 0xffffff}, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_INDEXED, two);
        image.getRaster().setSample(2, 1, 0, 9);
        InvalidImageException refused =
                assertThrows(InvalidImageException.class, () -> PictureConverter.fromBufferedImage(image));
        assertEquals("index 9 at x 2, y 1", refused.problem().found());
        assertEquals("a palette of 2 entries", refused.problem().limit());
    }

    private static void assertColours(BufferedImage image, Picture picture) {
        assertEquals(8, picture.bitsPerSample());
        assertEquals(image.getColorModel().hasAlpha(), picture.alpha().isPresent());
        BufferedImage written = PictureConverter.toBufferedImage(picture);
        IndexColorModel palette = (IndexColorModel) image.getColorModel();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int expected = palette.getRGB(image.getRaster().getSample(x, y, 0));
                int found = picture.isGrey()
                        ? 0xff000000 | written.getRaster().getSample(x, y, 0) * 0x10101
                        : written.getRGB(x, y);
                assertEquals(Integer.toHexString(expected), Integer.toHexString(found), "at " + x + ", " + y);
            }
        }
    }
}
