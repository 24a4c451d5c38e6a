package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes back from a file is what was written, or a warning says what the format does not hold. */
class FileRoundTripTest {
    @TempDir
    Path folder;

    static Stream<Arguments> layoutsAndFormats() {
        Map<String, BufferedImage> layouts = Layouts.all(23, 17);
        for (int type : new int[] {BufferedImage.TYPE_INT_ARGB_PRE, BufferedImage.TYPE_4BYTE_ABGR_PRE}) {
            BufferedImage image = new BufferedImage(256, 256, type);
            for (int i = 0; i < 65536; i++) {
                int alpha = i / 256;
                image.getRaster().setPixel(i % 256, alpha, new int[] {Math.min(i % 256, alpha), alpha / 2, 0, alpha});
            }
            layouts.put("premultiplied, type " + type, image);
        }
        for (int type : new int[] {BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED}) {
            BufferedImage image = new BufferedImage(19, 5, type);
            for (int i = 0; i < 19 * 5; i++) {
                image.getRaster()
                        .setSample(i % 19, i / 19, 0, i * i % (type == BufferedImage.TYPE_BYTE_BINARY ? 2 : 256));
            }
            layouts.put("palette, type " + type, image);
        }
        return layouts.entrySet().stream()
                .flatMap(layout -> Stream.of(OutputFormat.PNG, OutputFormat.TIFF, OutputFormat.BMP)
                        .flatMap(format -> Stream.of(
                                        layout.getValue(), layout.getValue().getSubimage(3, 1, 9, 4))
                                .map(image -> Arguments.of(layout.getKey(), format, image))));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("layoutsAndFormats")
    void losslessFormatsKeepEverySample(String name, OutputFormat format, BufferedImage image) throws IOException {
        Path path = folder.resolve("picture." + format.name().toLowerCase());
        List<String> warnings = ImageFiles.write(image, path);
        Picture expected = PictureConverter.fromBufferedImage(image);
        boolean losesAlpha = expected.alpha().isPresent() && !format.hasAlpha();
        boolean losesDepth = expected.bitsPerSample() == 16 && !format.isDeep();
        assertEquals((losesAlpha ? 1 : 0) + (losesDepth ? 1 : 0), warnings.size(), warnings.toString());
        LoadedImage read = ImageFiles.read(path);
        assertTrue(read.warnings().isEmpty(), read.warnings().toString());
        if (!losesAlpha && !losesDepth) {
            assertSamePicture(asWritten(expected), PictureConverter.fromBufferedImage(read.image()));
        }
    }

    /** Depths between 8 and 16 bits are written as 8 or 16, and what was multiplied with alpha is not multiplied again. */
    private static Picture asWritten(Picture picture) {
        return PictureConverter.fromBufferedImage(PictureConverter.toBufferedImage(picture));
    }

    private static void assertSamePicture(Picture expected, Picture found) {
        assertEquals(expected.bitsPerSample(), found.bitsPerSample());
        assertEquals(expected.color().channels(), found.color().channels());
        assertEquals(expected.alpha().isPresent(), found.alpha().isPresent());
        for (int channel = 0; channel < expected.color().channels(); channel++) {
            assertArrayEquals(expected.color().plane(channel), found.color().plane(channel), "channel " + channel);
        }
        expected.alpha()
                .ifPresent(alpha -> assertArrayEquals(
                        alpha.plane(0), found.alpha().orElseThrow().plane(0), "alpha"));
    }

    @ParameterizedTest
    @CsvSource({"1", "50", "100"})
    void aJpegKeepsColourNearlyAndGreyAsGrey(int quality) throws IOException {
        BufferedImage ramp = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        BufferedImage grey = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 64; i++) {
            ramp.setRGB(i % 64, i / 64, i % 64 * 4 << 16 | i / 64 * 4 << 8 | 0x80);
            grey.getRaster().setSample(i % 64, i / 64, 0, i / 64 * 4);
        }
        WriteOptions options = WriteOptions.DEFAULT.withJpegQuality(quality);
        for (BufferedImage image : new BufferedImage[] {ramp, grey}) {
            Path path = folder.resolve("ramp" + image.getType() + ".jpg");
            assertEquals(List.of(), ImageFiles.write(image, path, options));
            Picture read =
                    PictureConverter.fromBufferedImage(ImageFiles.read(path).image());
            Picture expected = PictureConverter.fromBufferedImage(image);
            assertEquals(expected.isGrey(), read.isGrey());
            double worst = quality == 100 ? 4 / 255.0 : quality == 50 ? 16 / 255.0 : 1;
            for (int channel = 0; channel < expected.color().channels(); channel++) {
                assertArrayEquals(expected.color().plane(channel), read.color().plane(channel), (float) worst);
            }
        }
    }

    /** Red beside blue: with halved chroma the edge would be purple. */
    @Test
    void aJpegHasFullChromaResolution() throws IOException {
        BufferedImage edge = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 32 * 32; i++) {
            edge.setRGB(i % 32, i / 32, i % 32 < 15 ? 0xc01010 : 0x1010c0);
        }
        Path path = folder.resolve("edge.jpg");
        ImageFiles.write(edge, path, WriteOptions.DEFAULT.withJpegQuality(100));
        BufferedImage read = ImageFiles.read(path).image();
        assertEquals(0xc0, read.getRGB(14, 16) >> 16 & 255, 8);
        assertEquals(0x10, read.getRGB(15, 16) >> 16 & 255, 8);
    }

    @ParameterizedTest
    @CsvSource({"JPEG", "BMP"})
    void alphaIsLaidOnWhiteAndSaidSo(OutputFormat format) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, i % 16 < 8 ? 0x00ff0000 : 0x80000000);
        }
        Path path = folder.resolve("flat." + format.name().toLowerCase());
        assertEquals(List.of(format + " holds no alpha: laid on white"), ImageFiles.write(image, path));
        BufferedImage read = ImageFiles.read(path).image();
        assertEquals(255, read.getRaster().getSample(2, 5, 0), 4);
        assertEquals(255, read.getRaster().getSample(2, 5, 1), 4);
        assertEquals(127, read.getRaster().getSample(13, 5, 1), 4);
    }

    @ParameterizedTest
    @CsvSource({"png, jpg", "tif, png", "gif, bmp", "jpg, tif", "bmp, gif"})
    void theFormatIsToldByContent(String format, String extension) throws IOException {
        Path path = folder.resolve("named." + extension);
        Files.write(path, EncodedFiles.encode(EncodedFiles.noise(12, 8), format));
        LoadedImage read = ImageFiles.read(path);
        String expected = format.equals("jpg") ? "jpeg" : format.equals("tif") ? "tiff" : format;
        assertEquals(new ImageHeader(expected, 12, 8, Orientation.UPRIGHT), read.header());
        assertEquals(12, read.image().getWidth());
    }

    @Test
    void aStreamHoldsWhatAFileHolds() throws IOException {
        BufferedImage image = EncodedFiles.noise(15, 9);
        for (OutputFormat format : OutputFormat.values()) {
            Path path = folder.resolve("picture." + format.name().toLowerCase());
            ImageFiles.write(image, path);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageFiles.write(image, bytes, WriteOptions.DEFAULT.withFormat(format));
            assertArrayEquals(Files.readAllBytes(path), bytes.toByteArray(), format.toString());
            LoadedImage read = ImageFiles.read(new ByteArrayInputStream(bytes.toByteArray()));
            assertSamePicture(
                    PictureConverter.fromBufferedImage(ImageFiles.read(path).image()),
                    PictureConverter.fromBufferedImage(read.image()));
        }
    }
}
