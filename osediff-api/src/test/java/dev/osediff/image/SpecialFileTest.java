package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of several pictures, of palettes and of inks. */
class SpecialFileTest {
    private static byte[] sequence(String format, BufferedImage... images) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (BufferedImage image : images) {
                writer.writeToSequence(new IIOImage(image, null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** At least 5 rows: the JDK's decoder confuses the rows of smaller interlaced GIF files. */
    @ParameterizedTest
    @CsvSource({"gif, only the first frame was read", "tif, only the first page was read"})
    void onlyTheFirstPictureIsReadAndSaidSo(String format, String warning) throws IOException {
        BufferedImage first = new BufferedImage(6, 5, BufferedImage.TYPE_BYTE_BINARY);
        first.getRaster().setSample(2, 1, 0, 1);
        BufferedImage second = new BufferedImage(6, 5, BufferedImage.TYPE_BYTE_BINARY);
        LoadedImage one = ImageFiles.read(new ByteArrayInputStream(sequence(format, first)));
        assertEquals(List.of(), one.warnings());
        LoadedImage two = ImageFiles.read(new ByteArrayInputStream(sequence(format, first, second)));
        assertEquals(List.of(warning), two.warnings());
        assertArrayEquals(
                PictureConverter.fromBufferedImage(first).color().plane(0),
                PictureConverter.fromBufferedImage(two.image()).color().plane(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gif", "png"})
    void aTransparentPaletteEntryGivesAnAlphaPlane(String format) {
        int[] colors = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
        IndexColorModel palette = new IndexColorModel(2, 4, colors, 0, false, 2, DataBuffer.TYPE_BYTE);
        WritableRaster raster = Raster.createPackedRaster(DataBuffer.TYPE_BYTE, 8, 6, 1, 2, null);
        for (int i = 0; i < 48; i++) {
            raster.setSample(i % 8, i / 8, 0, i % 4);
        }
        byte[] file = EncodedFiles.encode(Layouts.of(palette, raster), format);
        Picture read = PictureConverter.fromBufferedImage(
                ImageFiles.read(new ByteArrayInputStream(file)).image());
        for (int i = 0; i < 48; i++) {
            assertEquals(i % 4 == 2 ? 0 : 1, read.alpha().orElseThrow().plane(0)[i]);
            assertEquals(i % 4 == 0 || i % 4 == 3 ? 1 : 0, read.color().plane(0)[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void palettePngsOfEachDepthAreRead(int bits) {
        int[] colors = new int[1 << bits];
        Arrays.setAll(colors, i -> 0xff000000 | i * 0x3d1f5b);
        IndexColorModel palette = new IndexColorModel(bits, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE);
        WritableRaster raster = bits == 8
                ? palette.createCompatibleWritableRaster(19, 3)
                : Raster.createPackedRaster(DataBuffer.TYPE_BYTE, 19, 3, 1, bits, null);
        for (int i = 0; i < 57; i++) {
            raster.setSample(i % 19, i / 19, 0, i * 5 % colors.length);
        }
        byte[] file = EncodedFiles.encode(Layouts.of(palette, raster), "png");
        BufferedImage read = ImageFiles.read(new ByteArrayInputStream(file)).image();
        BufferedImage written = PictureConverter.toBufferedImage(PictureConverter.fromBufferedImage(read));
        for (int i = 0; i < 57; i++) {
            assertEquals(0xff000000 | colors[i * 5 % colors.length], written.getRGB(i % 19, i / 19) | 0xff000000);
        }
    }

    /** Adobe's programs store inks inverted. A JDK that cannot read them must say so. */
    @Test
    void aJpegOfFourInksGivesItsColoursOrIsRefused() throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        for (int i = 0; i < 256; i++) {
            inks.setPixel(i % 16, i / 16, new int[] {0, 255, 155, 205});
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new IIOImage(inks, null, null));
        } finally {
            writer.dispose();
        }
        // Adobe's marker: version 100, no flags, no transform.
        byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        byte[] file = EncodedFiles.withSegment(bytes.toByteArray(), 0xee, adobe);
        try {
            Picture read = PictureConverter.fromBufferedImage(
                    ImageFiles.read(new ByteArrayInputStream(file)).image());
            assertEquals(0, read.color().plane(0)[70], 4 / 255f, "all of cyan takes all red");
            assertEquals(205 / 255f, read.color().plane(1)[70], 4 / 255f, "only black");
            assertEquals(155 / 255f * 205 / 255f, read.color().plane(2)[70], 4 / 255f, "yellow and black");
        } catch (InvalidImageException e) {
            assertTrue(e.problem().found().contains("Unsupported Image Type"), e.getMessage());
        }
    }
}
