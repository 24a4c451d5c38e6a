package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.color.ColorFix;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.MemoryBudgetException;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.RandomPublishedModel;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.pipeline.StageForecast;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Negative prompt and guidance on random models in the published layout. */
class GuidanceTest {
    private static final String PROMPT = "a photo of the cat";
    private static final String NEGATIVE = "the noise";

    @TempDir
    Path folder;

    private final BufferedImage image = TestPictures.rgb(9, 7);
    private RandomPublishedModel files;

    @BeforeEach
    void write() {
        files = RandomPublishedModel.builder().write(folder);
    }

    private SuperResolver resolver() {
        return SuperResolver.builder()
                .model(files.base(), files.osediff())
                .backend("java")
                .build();
    }

    private static UpscaleOptions.Builder options() {
        return UpscaleOptions.builder().processSize(0).colorFix(ColorFix.NONE).prompt(PROMPT);
    }

    private static UpscaleOptions.Builder guided(double scale) {
        return options().negativePrompt(NEGATIVE).guidanceScale(scale);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.25, 2, 5.5})
    void thePictureIsWhatTheFormulaGives(double scale) {
        try (StableDiffusionModel model = ModelFolder.open(files.base(), files.osediff());
                SuperResolver resolver = resolver()) {
            PublishedOracle oracle = new PublishedOracle(model);
            double[][] expected = oracle.pictures(image, 36, 28, PROMPT, new PublishedOracle.Guided(NEGATIVE, scale))
                    .get(ColorFix.NONE);
            double[][] plain = oracle.pictures(image, 36, 28, PROMPT).get(ColorFix.NONE);
            UpscaleResult result = resolver.upscale(image, guided(scale).build());
            double effect = 0;
            for (int c = 0; c < 3; c++) {
                for (int i = 0; i < expected[c].length; i++) {
                    int sample = result.image().getRaster().getSample(i % 36, i / 36, c);
                    assertEquals(expected[c][i], sample, 1, "channel " + c + ", pixel " + i);
                    effect = Math.max(effect, Math.abs(expected[c][i] - plain[c][i]));
                }
            }
            assertTrue(effect > 3, "guidance changes the picture: " + effect);
            Map<String, String> asked = result.provenance().options();
            assertEquals(Double.toString(scale), asked.get("guidanceScale"));
            assertEquals(NEGATIVE, asked.get("negativePrompt"));
            assertEquals(List.of(), result.provenance().warnings());
        }
    }

    @Test
    void tilesAreGuidedOneByOne() {
        NetworkTiles tiles =
                new NetworkTiles(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(16), OptionalInt.of(8));
        BufferedImage large = TestPictures.rgb(24, 20);
        try (SuperResolver resolver = resolver()) {
            UpscaleResult plain =
                    resolver.upscale(large, options().networkTiles(tiles).build());
            assertTrue(
                    plain.provenance().tilePlans().get("denoise").contains("tile=16"),
                    plain.provenance().toJson());
            UpscaleResult same = resolver.upscale(
                    large, guided(3).negativePrompt(PROMPT).networkTiles(tiles).build());
            assertEquals(plain.provenance().tilePlans(), same.provenance().tilePlans());
            assertTrue(TestPictures.largestDifference(plain.image(), same.image()) <= 1, "nothing to go away from");
            UpscaleResult other =
                    resolver.upscale(large, guided(3).networkTiles(tiles).build());
            assertTrue(TestPictures.largestDifference(plain.image(), other.image()) > 3);
        }
    }

    @Test
    void memoryCountsBothPredictions() {
        try (SuperResolver resolver = resolver()) {
            long plain = denoiser(resolver.forecast(12, 12, options().build()));
            long guided = denoiser(resolver.forecast(12, 12, guided(2).build()));
            assertTrue(guided > plain, guided + ", " + plain);
            long least = least(resolver, guided(2));
            assertTrue(least >= least(resolver, options()));
            UpscaleResult result =
                    resolver.upscale(image, guided(2).memoryBudgetBytes(least).build());
            assertEquals(36, result.image().getWidth());
        }
    }

    private static long denoiser(Forecast forecast) {
        return forecast.stages().stream()
                .filter(stage -> stage.stage().equals("denoise"))
                .mapToLong(StageForecast::memoryBytes)
                .sum();
    }

    private long least(SuperResolver resolver, UpscaleOptions.Builder options) {
        MemoryBudgetException e = assertThrows(
                MemoryBudgetException.class,
                () -> resolver.upscale(image, options.memoryBudgetBytes(1 << 20).build()));
        return Long.parseLong(e.getMessage().replaceAll("(?s).*MiB \\((\\d+) bytes\\).*", "$1"));
    }

    @Test
    void aNegativePromptThatIsTooLongIsCutWithAWarning() {
        try (SuperResolver resolver = resolver()) {
            UpscaleResult result = resolver.upscale(
                    image, guided(2).negativePrompt("cat ".repeat(80)).build());
            assertEquals(
                    List.of("Negative prompt: The prompt was cut after 75 tokens, which is all that the text encoder"
                            + " reads."),
                    result.provenance().warnings());
        }
    }

    @Test
    void aModelWithoutATextEncoderSaysSo() {
        try (SuperResolver resolver = SuperResolver.builder().backend("java").build()) {
            UpscaleOptions options = guided(2).prompt("").build();
            UpscaleResult result = resolver.upscale(image, options);
            List<String> expected =
                    List.of("Guidance and negative prompt were ignored: the model has no text encoder.");
            assertEquals(expected, result.provenance().warnings());
            assertEquals(expected, resolver.forecast(9, 7, options).warnings());
            UpscaleOptions plain = UpscaleOptions.builder()
                    .processSize(0)
                    .colorFix(ColorFix.NONE)
                    .build();
            assertEquals(
                    0,
                    TestPictures.largestDifference(
                            resolver.upscale(image, plain).image(), result.image()));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.99, 20.01, Double.NaN, Double.POSITIVE_INFINITY})
    void otherScalesAreRefused(double scale) {
        UpscaleOptions.Builder builder = UpscaleOptions.builder();
        assertThrows(InvalidOptionException.class, () -> builder.guidanceScale(scale));
    }

    @Test
    void aNegativePromptNeedsAScale() {
        UpscaleOptions.Builder builder = options().negativePrompt(NEGATIVE);
        assertThrows(InvalidOptionException.class, builder::build);
        assertEquals(2, builder.guidanceScale(2).build().guidanceScale());
        assertThrows(InvalidOptionException.class, () -> builder.negativePrompt(null));
    }
}
