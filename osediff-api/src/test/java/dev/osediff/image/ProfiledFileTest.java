package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Colour profiles travel with the picture, and none that is damaged or foreign keeps it from being read. */
class ProfiledFileTest {
    @TempDir
    Path folder;

    static Stream<Arguments> wideImages() {
        ICC_ColorSpace wide = TestProfiles.wideRgb();
        return Stream.of(
                        Layouts.components(wide, false, DataBuffer.TYPE_BYTE, null, 17, 11),
                        Layouts.components(wide, true, DataBuffer.TYPE_BYTE, null, 17, 11),
                        Layouts.components(wide, false, DataBuffer.TYPE_USHORT, null, 17, 11),
                        Layouts.components(wide, true, DataBuffer.TYPE_USHORT, null, 17, 11),
                        Layouts.interleaved(wide, false, new int[] {2, 1, 0}, 3, 17 * 3, 17, 11),
                        Layouts.interleaved(wide, true, new int[] {3, 2, 1, 0}, 4, 17 * 4, 17, 11),
                        Layouts.packed(wide, 24, 0xff0000, 0xff00, 0xff, 0, 17, 11),
                        Layouts.packed(wide, 32, 0xff0000, 0xff00, 0xff, 0xff000000, 17, 11))
                .peek(Layouts::fillWithNoise)
                .flatMap(image -> Stream.of("png", "tif").map(extension -> arguments(extension, image)));
    }

    /** Some of these images call themselves TYPE_4BYTE_ABGR or TYPE_INT_ARGB although they are not sRGB. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wideImages")
    void aWideSpaceAndItsSamplesAreKept(String extension, BufferedImage image) {
        Path path = folder.resolve("wide." + extension);
        assertEquals(List.of(), ImageFiles.write(image, path));
        Picture found = PictureConverter.fromBufferedImage(ImageFiles.read(path).image());
        Picture expected = PictureConverter.fromBufferedImage(image);
        assertWide(found);
        for (int channel = 0; channel < 3; channel++) {
            assertArrayEquals(expected.color().plane(channel), found.color().plane(channel));
        }
        assertEquals(expected.alpha().isPresent(), found.alpha().isPresent());
        assertEquals(expected.bitsPerSample(), found.bitsPerSample());
    }

    @Test
    void aJpegKeepsAWideSpaceAndABmpIsConverted() {
        BufferedImage image = Layouts.components(TestProfiles.wideRgb(), false, DataBuffer.TYPE_BYTE, null, 16, 16);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setPixel(i % 16, i / 16, new int[] {40, 200, 90});
        }
        Path jpeg = folder.resolve("wide.jpg");
        assertEquals(List.of(), ImageFiles.write(image, jpeg));
        Picture read = PictureConverter.fromBufferedImage(ImageFiles.read(jpeg).image());
        assertWide(read);
        assertEquals(40 / 255f, read.color().plane(0)[77], 2 / 255f);

        Path bmp = folder.resolve("wide.bmp");
        assertEquals(List.of("BMP holds no colour profile: converted to sRGB"), ImageFiles.write(image, bmp));
        Picture converted =
                PictureConverter.fromBufferedImage(ImageFiles.read(bmp).image());
        assertTrue(converted.colorSpace().isCS_sRGB());
        float[] expected = TestProfiles.wideRgb().toRGB(new float[] {40 / 255f, 200 / 255f, 90 / 255f});
        for (int channel = 0; channel < 3; channel++) {
            assertEquals(expected[channel], converted.color().plane(channel)[77], 1.6 / 255);
        }
    }

    /** Libraries order the parts of a profile anew, so its meaning is compared. */
    private static void assertWide(Picture picture) {
        assertFalse(picture.colorSpace().isCS_sRGB());
        for (float[] color : new float[][] {{0.9f, 0.1f, 0.2f}, {0.2f, 0.8f, 0.3f}, {0.1f, 0.3f, 0.9f}}) {
            assertArrayEquals(
                    TestProfiles.wideRgb().toCIEXYZ(color), picture.colorSpace().toCIEXYZ(color), 2e-3f);
        }
    }

    static Stream<Arguments> unusableProfiles() {
        byte[] wide = TestProfiles.wideRgbBytes();
        return Stream.of(
                arguments("zeros", EncodedFiles.deflate(new byte[500])),
                arguments("cut", EncodedFiles.deflate(Arrays.copyOf(wide, 200))),
                arguments("not deflated", wide),
                arguments("empty", new byte[0]),
                arguments("of inks", EncodedFiles.deflate(ofInks(wide))));
    }

    private static byte[] ofInks(byte[] profile) {
        byte[] changed = profile.clone();
        System.arraycopy("CMYK".getBytes(StandardCharsets.US_ASCII), 0, changed, 16, 4);
        return changed;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusableProfiles")
    void anUnusableProfileIsIgnoredWithAWarning(String name, byte[] deflated) throws IOException {
        BufferedImage image = EncodedFiles.noise(9, 7);
        byte[] body = EncodedFiles.join(new byte[] {'p', 0, 0}, deflated);
        byte[] png = EncodedFiles.withChunk(EncodedFiles.encode(image, "png"), EncodedFiles.chunk("iCCP", body));
        LoadedImage read = ImageFiles.read(Files.write(folder.resolve("odd.png"), png));
        assertTrue(
                read.warnings().toString().contains("profile ignored"),
                read.warnings().toString());
        Picture picture = PictureConverter.fromBufferedImage(read.image());
        assertTrue(picture.colorSpace().isCS_sRGB());
        assertArrayEquals(
                PictureConverter.fromBufferedImage(image).color().plane(1),
                picture.color().plane(1));
    }

    @Test
    void aGreyProfileOnAGreyPictureNeedsNoWarning() throws IOException {
        BufferedImage ramp = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 256; x++) {
            ramp.getRaster().setSample(x, 0, 0, x);
        }
        byte[] body = EncodedFiles.join(new byte[] {'p', 0, 0}, EncodedFiles.deflate(TestProfiles.greyBytes(1.8)));
        byte[] png = EncodedFiles.withChunk(EncodedFiles.encode(ramp, "png"), EncodedFiles.chunk("iCCP", body));
        LoadedImage read = ImageFiles.read(Files.write(folder.resolve("grey.png"), png));
        assertEquals(List.of(), read.warnings());
        assertArrayEquals(
                PictureConverter.fromBufferedImage(ramp).color().plane(0),
                PictureConverter.fromBufferedImage(read.image()).color().plane(0));
    }

    /** Most cameras embed sRGB as a profile: its pictures are of a standard type and their samples untouched. */
    @Test
    void aJpegWithAnSrgbProfileIsReadAsOneWithout() throws IOException {
        byte[] plain = EncodedFiles.encode(EncodedFiles.noise(24, 16), "jpg");
        byte[] profile = TestProfiles.nearlySrgbBytes();
        byte[] name = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
        byte[] tagged = EncodedFiles.withSegment(plain, 0xe2, EncodedFiles.join(name, profile));
        BufferedImage expected =
                ImageFiles.read(Files.write(folder.resolve("plain.jpg"), plain)).image();
        BufferedImage found = ImageFiles.read(Files.write(folder.resolve("tagged.jpg"), tagged))
                .image();
        assertEquals(BufferedImage.TYPE_3BYTE_BGR, found.getType());
        assertTrue(found.getColorModel().getColorSpace().isCS_sRGB());
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 24; x++) {
                assertEquals(expected.getRGB(x, y), found.getRGB(x, y));
            }
        }
    }

    @Test
    void theProfilesOfTheTestsAreValid() {
        assertEquals(
                ICC_Profile.CLASS_DISPLAY, TestProfiles.wideRgb().getProfile().getProfileClass());
        assertEquals(1, TestProfiles.grey(1.8).getNumComponents());
    }
}
