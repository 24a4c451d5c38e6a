package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ImageTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplerTest {
    record Golden(String source, ResampleFilter filter, SourceBox box, int width, int height, String samples) {
        @Override
        public String toString() {
            return filter + " " + box + " " + width + " x " + height;
        }
    }

    static List<Golden> goldens() throws IOException {
        try (InputStream in = ResamplerTest.class.getResourceAsStream("resample_golden.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            return lines.stream().skip(1).map(line -> parse(lines.get(0), line)).toList();
        }
    }

    private static Golden parse(String source, String line) {
        String[] w = line.split(" ");
        double[] box = Arrays.stream(w, 1, 5).mapToDouble(Double::parseDouble).toArray();
        return new Golden(
                source,
                ResampleFilter.valueOf(w[0]),
                new SourceBox(box[0], box[1], box[2], box[3]),
                Integer.parseInt(w[5]),
                Integer.parseInt(w[6]),
                w[7]);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void agreesWithPillowToOneLevel(Golden golden) {
        String[] words = golden.source().split(" ");
        FloatImage source = image(Integer.parseInt(words[0]), Integer.parseInt(words[1]), words[2]);
        FloatImage result = Resampler.resize(source, golden.box(), golden.width(), golden.height(), golden.filter());
        byte[] expected = HexFormat.of().parseHex(golden.samples());
        assertEquals(expected.length, result.plane(0).length);
        int differing = 0;
        for (int i = 0; i < expected.length; i++) {
            int level = Math.round(result.plane(0)[i] * 255);
            int difference = Math.abs(level - (expected[i] & 255));
            assertTrue(difference <= 1, "sample " + i + ": " + level + " for " + (expected[i] & 255));
            differing += difference;
        }
        assertTrue(differing <= expected.length / 4, differing + " of " + expected.length + " differ by a level");
    }

    static List<Golden> wholeGoldens() throws IOException {
        return goldens().stream()
                .filter(golden -> golden.box().equals(new SourceBox(0, 0, 23, 17)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("wholeGoldens")
    void levelsAgreeWithPillowExactly(Golden golden) {
        String[] words = golden.source().split(" ");
        FloatImage source = image(Integer.parseInt(words[0]), Integer.parseInt(words[1]), words[2]);
        for (int i = 0; i < source.plane(0).length; i++) {
            source.plane(0)[i] = Math.round(source.plane(0)[i] * 255);
        }
        FloatImage result =
                LevelResampler.resizeRows(source, golden.width(), golden.height(), golden.filter(), 0, golden.height());
        byte[] expected = HexFormat.of().parseHex(golden.samples());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] & 255, result.plane(0)[i], "sample " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(ResampleFilter.class)
    void stripsAreBitEqualToTheWhole(ResampleFilter filter) {
        FloatImage source = noise(31, 29, 3);
        for (int[] size : new int[][] {{77, 64}, {12, 9}, {31, 50}, {60, 29}, {31, 29}}) {
            FloatImage whole = Resampler.resize(source, size[0], size[1], filter);
            for (int begin = 0; begin < size[1]; begin += 7) {
                int end = Math.min(size[1], begin + 7);
                FloatImage strip = Resampler.resizeRows(source, size[0], size[1], filter, begin, end);
                for (int channel = 0; channel < 3; channel++) {
                    float[] expected = Arrays.copyOfRange(whole.plane(channel), begin * size[0], end * size[0]);
                    assertArrayEquals(expected, strip.plane(channel));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ResampleFilter.class)
    void aConstantPictureStaysConstantAtEverySize(ResampleFilter filter) {
        FloatImage source = FloatImage.black(13, 11, 1);
        Arrays.fill(source.plane(0), 0.3f);
        for (int size = 1; size <= 70; size += 3) {
            for (float sample :
                    Resampler.resize(source, size, 71 - size, filter).plane(0)) {
                assertEquals(0.3f, sample, 1e-6f);
            }
        }
    }

    @Test
    void theSameSizeGivesTheSameSamplesInNewPlanes() {
        FloatImage source = noise(9, 5, 2);
        FloatImage same = Resampler.resize(source, 9, 5, ResampleFilter.LANCZOS3);
        assertArrayEquals(source.plane(1), same.plane(1));
        same.plane(1)[0] = 2;
        assertTrue(source.plane(1)[0] <= 1);
    }

    @Test
    void overshootIsClampedToTheRange() {
        float[] edge = {0, 0, 0, 0, 1, 1, 1, 1};
        for (float sample : Resampler.resize(FloatImage.of(8, 1, edge), 32, 4, ResampleFilter.LANCZOS3)
                .plane(0)) {
            assertTrue(sample >= 0 && sample <= 1);
        }
    }

    @Test
    void shrinkingAveragesAFineCheckerboardToGrey() {
        FloatImage source = FloatImage.black(64, 64, 1);
        for (int i = 0; i < 64 * 64; i++) {
            source.plane(0)[i] = (i + i / 64) & 1;
        }
        for (ResampleFilter filter : ResampleFilter.values()) {
            for (float sample : Resampler.resize(source, 8, 8, filter).plane(0)) {
                assertEquals(0.5f, sample, 0.02f, filter.name());
            }
        }
    }

    @Test
    void sizesBoxesAndRowsOutsideAreRefused() {
        FloatImage source = noise(4, 4, 1);
        ResampleFilter filter = ResampleFilter.BICUBIC;
        assertThrows(IllegalArgumentException.class, () -> Resampler.resize(source, 0, 4, filter));
        SourceBox outside = new SourceBox(0, 0, 4.5, 4);
        assertThrows(IllegalArgumentException.class, () -> Resampler.resize(source, outside, 4, 4, filter));
        assertThrows(IllegalArgumentException.class, () -> new SourceBox(2, 0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new SourceBox(Double.NaN, 0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> Resampler.resizeRows(source, 4, 4, filter, 3, 3));
        assertThrows(IllegalArgumentException.class, () -> Resampler.resizeRows(source, 4, 4, filter, 0, 5));
        assertThrows(ImageTooLargeException.class, () -> Resampler.resize(source, 50_000, 50_000, filter));
    }

    private static FloatImage image(int width, int height, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        float[] plane = new float[bytes.length];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (bytes[i] & 255) / 255f;
        }
        return FloatImage.of(width, height, plane);
    }

    private static FloatImage noise(int width, int height, int channels) {
        Random random = new Random(5);
        FloatImage image = FloatImage.black(width, height, channels);
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < width * height; i++) {
                image.plane(channel)[i] = random.nextFloat();
            }
        }
        return image;
    }
}
