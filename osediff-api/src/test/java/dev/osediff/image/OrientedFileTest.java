package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The orientation tag in JPEG, PNG and TIFF files, valid and not. */
class OrientedFileTest {
    private static final int APP1 = 0xe1;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    /** An EXIF block: one directory of two entries. */
    private static byte[] block(ByteOrder order, int orientation, int nextDirectory) {
        ByteBuffer out = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
        out.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d));
        out.putShort((short) 42).putInt(8).putShort((short) 2);
        out.putShort((short) 256).putShort((short) 4).putInt(1).putInt(99);
        out.putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        return out.putInt(nextDirectory).array();
    }

    private static byte[] jpeg(byte[] plain, byte[] exif) {
        return EncodedFiles.withSegment(plain, APP1, EncodedFiles.join(EXIF, exif));
    }

    private LoadedImage read(String name, byte[] content) throws IOException {
        Path path = Files.write(folder.resolve(name), content);
        LoadedImage read = ImageFiles.read(path);
        assertEquals(read.header(), ImageFiles.probe(path));
        assertEquals(read.header().uprightWidth(), read.image().getWidth());
        assertEquals(read.header().uprightHeight(), read.image().getHeight());
        return read;
    }

    @ParameterizedTest
    @EnumSource
    void aJpegIsTurnedUpright(Orientation orientation) throws IOException {
        byte[] plain = EncodedFiles.encode(EncodedFiles.noise(24, 9), "jpg");
        BufferedImage stored = read("plain.jpg", plain).image();
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            LoadedImage read = read("turned.jpg", jpeg(plain, block(order, orientation.exifValue(), 0)));
            assertEquals(orientation, read.header().orientation());
            assertEquals(24, read.header().width());
            OrientationTest.assertTurned(stored, read.image(), orientation);
            assertTrue(read.warnings().isEmpty(), read.warnings().toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPngIsTurnedUpright(Orientation orientation) throws IOException {
        BufferedImage stored = EncodedFiles.noise(11, 6);
        byte[] exif = EncodedFiles.chunk("eXIf", block(ByteOrder.BIG_ENDIAN, orientation.exifValue(), 0));
        LoadedImage read = read("turned.png", EncodedFiles.withChunk(EncodedFiles.encode(stored, "png"), exif));
        OrientationTest.assertTurned(stored, read.image(), orientation);
    }

    @ParameterizedTest
    @EnumSource
    void aTiffIsTurnedUpright(Orientation orientation) throws IOException {
        LoadedImage read = read("turned.tif", tiff(5, 3, orientation.exifValue()));
        BufferedImage stored = new BufferedImage(5, 3, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 15; i++) {
            stored.getRaster().setSample(i % 5, i / 5, 0, 16 * i);
        }
        OrientationTest.assertTurned(stored, read.image(), orientation);
    }

    /** An uncompressed grey page with samples 0, 16, 32, … */
    private static byte[] tiff(int width, int height, int orientation) {
        int[][] entries = {
            {256, width},
            {257, height},
            {258, 8},
            {259, 1},
            {262, 1},
            {273, 0},
            {274, orientation},
            {277, 1},
            {278, height},
            {279, width * height}
        };
        int data = 8 + 2 + 12 * entries.length + 4;
        ByteBuffer out = ByteBuffer.allocate(data + width * height).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0x4949).putShort((short) 42).putInt(8).putShort((short) entries.length);
        for (int[] entry : entries) {
            int value = entry[0] == 273 ? data : entry[1];
            out.putShort((short) entry[0]).putShort((short) 3).putInt(1).putInt(value);
        }
        out.putInt(0);
        for (int i = 0; i < width * height; i++) {
            out.put((byte) (16 * i));
        }
        return out.array();
    }

    static Stream<Arguments> unusableBlocks() {
        byte[] good = block(ByteOrder.BIG_ENDIAN, 6, 0);
        byte[] farOffset = good.clone();
        ByteBuffer.wrap(farOffset).putInt(4, 0x7ffffff0);
        byte[] manyEntries = good.clone();
        ByteBuffer.wrap(manyEntries).putShort(8, (short) 0xffff).putShort(22, (short) 1);
        return Stream.of(
                arguments("value 0", block(ByteOrder.BIG_ENDIAN, 0, 0), "orientation 0 ignored"),
                arguments("value 9", block(ByteOrder.LITTLE_ENDIAN, 9, 0), "orientation 9 ignored"),
                arguments("no byte order", new byte[20], "damaged EXIF ignored"),
                arguments("cut", Arrays.copyOf(good, 12), "damaged EXIF ignored"),
                arguments("offset behind the end", farOffset, "damaged EXIF ignored"),
                arguments("more entries than bytes", manyEntries, "damaged EXIF ignored"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusableBlocks")
    void aBlockThatMakesNoSenseIsIgnoredWithAWarning(String name, byte[] exif, String warning) throws IOException {
        byte[] plain = EncodedFiles.encode(EncodedFiles.noise(24, 9), "jpg");
        LoadedImage read = read("odd.jpg", jpeg(plain, exif));
        assertEquals(Orientation.UPRIGHT, read.header().orientation());
        assertTrue(read.warnings().toString().contains(warning), read.warnings().toString());
        LoadedImage png = read(
                "odd.png",
                EncodedFiles.withChunk(
                        EncodedFiles.encode(EncodedFiles.noise(24, 9), "png"), EncodedFiles.chunk("eXIf", exif)));
        assertEquals(Orientation.UPRIGHT, png.header().orientation());
        assertTrue(png.warnings().toString().contains(warning), png.warnings().toString());
    }

    /** Directories that point at themselves hold readers up that follow them. */
    @Test
    void aLoopOfDirectoriesDoesNoHarm() throws IOException {
        byte[] plain = EncodedFiles.encode(EncodedFiles.noise(24, 9), "jpg");
        LoadedImage read = read("loop.jpg", jpeg(plain, block(ByteOrder.LITTLE_ENDIAN, 6, 8)));
        assertEquals(Orientation.TURN_90, read.header().orientation());
    }

    @Test
    void theFirstOfTwoBlocksCountsAndOtherSegmentsAreSkipped() throws IOException {
        byte[] plain = EncodedFiles.encode(EncodedFiles.noise(24, 9), "jpg");
        byte[] second = jpeg(plain, block(ByteOrder.BIG_ENDIAN, 3, 0));
        byte[] both = jpeg(second, block(ByteOrder.BIG_ENDIAN, 8, 0));
        byte[] behind = EncodedFiles.withSegment(
                both, APP1, "http://ns.adobe.com/xap/1.0/\0<x/>".getBytes(StandardCharsets.US_ASCII));
        byte[] comment = EncodedFiles.withSegment(behind, 0xfe, new byte[] {-1, (byte) APP1, 0, 4});
        assertEquals(Orientation.TURN_270, read("two.jpg", comment).header().orientation());
    }
}
