package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.color.ColorFix;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.RandomPublishedModel;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.UNetConfig;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way from picture to picture against {@link PublishedOracle}, on random models in the published layout. */
class PublishedPipelineTest {
    private static final String PROMPT = "a photo of the cat";

    @TempDir
    Path folder;

    /** Sides: multiples of the autoencoder's factor, odd numbers of latent pixels, and such that are no multiples. */
    @ParameterizedTest
    @CsvSource({
        "1, 8, 12",
        "1, 7, 9",
        "2, 16, 12",
        "2, 14, 22",
        "2, 13, 15",
        "3, 12, 20",
        "3, 21, 17",
        "4, 24, 40",
        "4, 23, 35"
    })
    void everyColourFixIsWhatTheOracleComputes(int levels, int width, int height) {
        RandomPublishedModel files = write(levels);
        BufferedImage small = TestPictures.rgb((width + 3) / 4, (height + 3) / 4);
        try (StableDiffusionModel model = ModelFolder.open(files.base(), files.osediff());
                SuperResolver resolver = SuperResolver.builder()
                        .model(files.base(), files.osediff())
                        .backend("java")
                        .build()) {
            Map<ColorFix, double[][]> expected = new PublishedOracle(model).pictures(small, width, height, PROMPT);
            for (ColorFix fix : ColorFix.values()) {
                UpscaleResult result = resolver.upscale(
                        small, options(fix).processSize(0).size(width, height).build());
                assertClose(expected.get(fix), result.image(), fix == ColorFix.NONE ? 1 : 2);
            }
        }
    }

    @Test
    void aSmallPictureIsEnlargedToTheProcessSizeAndReducedAfterwards() {
        RandomPublishedModel files = write(2);
        BufferedImage small = TestPictures.rgb(3, 4);
        try (StableDiffusionModel model = ModelFolder.open(files.base(), files.osediff());
                SuperResolver resolver = SuperResolver.builder()
                        .model(files.base(), files.osediff())
                        .backend("java")
                        .build()) {
            UpscaleResult result = resolver.upscale(
                    small, options(ColorFix.NONE).processSize(18).build());
            assertEquals("18 x 24", result.provenance().options().get("workingSize"));
            double[][] worked =
                    new PublishedOracle(model).pictures(small, 18, 24, PROMPT).get(ColorFix.NONE);
            double[][] expected = new double[3][];
            for (int c = 0; c < 3; c++) {
                float[] plane = new float[worked[c].length];
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (float) (worked[c][i] / 255);
                }
                float[] reduced = Resampler.resize(FloatImage.of(18, 24, plane), 12, 16, ResampleFilter.LANCZOS3)
                        .plane(0);
                expected[c] = new double[reduced.length];
                for (int i = 0; i < reduced.length; i++) {
                    expected[c][i] = 255 * reduced[i];
                }
            }
            assertClose(expected, result.image(), 1.5);
        }
    }

    private RandomPublishedModel write(int levels) {
        UNetConfig unet = new UNetConfig(
                4,
                4,
                List.of(32, 32, 48, 64).subList(0, levels),
                List.of(1, 2, 3, 4).subList(0, levels),
                List.of(true, levels < 3, true, false).subList(0, levels),
                1,
                24,
                8,
                1e-5f);
        AutoencoderConfig autoencoder =
                new AutoencoderConfig(3, 4, List.of(32, 32, 48, 48).subList(0, levels), 1, 8, 0.18215f);
        return RandomPublishedModel.builder()
                .unet(unet)
                .autoencoder(autoencoder)
                .seed(levels)
                .write(folder);
    }

    private static UpscaleOptions.Builder options(ColorFix fix) {
        return UpscaleOptions.builder().prompt(PROMPT).colorFix(fix);
    }

    private static void assertClose(double[][] expected, BufferedImage found, double tolerance) {
        int width = found.getWidth();
        assertEquals(expected[0].length, width * found.getHeight());
        double least = 255;
        double most = 0;
        for (int c = 0; c < expected.length; c++) {
            for (int i = 0; i < expected[c].length; i++) {
                int sample = found.getRaster().getSample(i % width, i / width, c);
                least = Math.min(least, sample);
                most = Math.max(most, sample);
                assertEquals(expected[c][i], sample, tolerance, "channel " + c + ", pixel " + i);
            }
        }
        assertTrue(most - least > 50, "a picture, not a plane: " + least + " to " + most);
    }
}
