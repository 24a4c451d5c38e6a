package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.color.ColorFix;
import dev.osediff.error.BackendException;
import dev.osediff.error.ImageTooLargeException;
import dev.osediff.error.InvalidImageException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.MemoryBudgetException;
import dev.osediff.error.OsediffException;
import dev.osediff.image.ImageLimits;
import dev.osediff.model.RandomSmallModel;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes, forms, options and refusals, on a model of random numbers. */
class SuperResolverTest {
    @TempDir
    private static Path folder;

    private static SuperResolver resolver;

    @BeforeAll
    static void open() {
        RandomSmallModel.write(folder);
        resolver =
                SuperResolver.builder().model(folder).backend("java").threads(2).build();
    }

    @AfterAll
    static void close() {
        resolver.close();
    }

    @ParameterizedTest
    @CsvSource({"1,1,4,4", "1,9,4,36", "7,5,28,20", "33,17,132,68", "64,48,256,192"})
    void enlargesFourTimesWithoutOptions(int width, int height, int outWidth, int outHeight) {
        BufferedImage result = resolver.upscale(TestPictures.rgb(width, height));
        assertEquals(outWidth, result.getWidth());
        assertEquals(outHeight, result.getHeight());
    }

    @ParameterizedTest
    @CsvSource({"1.01", "1.5", "2", "3.3", "4", "5", "8"})
    void everyScaleGivesRoundedSides(double scale) {
        UpscaleResult result = resolver.upscale(
                TestPictures.rgb(19, 14), UpscaleOptions.builder().scale(scale).build());
        assertEquals(Math.round(19 * scale), result.image().getWidth());
        assertEquals(Math.round(14 * scale), result.image().getHeight());
        boolean beyond = scale > 4;
        assertEquals(beyond, result.provenance().warnings().stream().anyMatch(w -> w.contains("at most 4.0 times")));
    }

    @Test
    void exactSizesAndOneSideAlone() {
        BufferedImage image = TestPictures.rgb(20, 10);
        BufferedImage exact = upscale(image, UpscaleOptions.builder().width(61).height(43));
        assertEquals(61, exact.getWidth());
        assertEquals(43, exact.getHeight());
        assertEquals(25, upscale(image, UpscaleOptions.builder().width(50)).getHeight());
        assertEquals(50, upscale(image, UpscaleOptions.builder().height(25)).getWidth());
    }

    @Test
    void theReferenceRoundsDownToMultiplesOfEight() {
        BufferedImage result = upscale(
                TestPictures.rgb(33, 31),
                UpscaleOptions.builder().sizeRule(SizeRule.REFERENCE).processSize(0));
        assertEquals(128, result.getWidth());
        assertEquals(120, result.getHeight());
    }

    @Test
    void aWorkingSizeEnlargesFirstAndReducesAfterwards() {
        UpscaleResult result = resolver.upscale(
                TestPictures.rgb(20, 16),
                UpscaleOptions.builder().processSize(128).build());
        assertEquals(80, result.image().getWidth());
        assertEquals("160 x 128", result.provenance().options().get("workingSize"));
    }

    @ParameterizedTest
    @CsvSource({"10,1,8", "11,1,16", "5,3,8", "6,4,8", "1,3,8", "2,4,8"})
    void theFormIsKept(int type, int bands, int bits) {
        BufferedImage result = resolver.upscale(TestPictures.of(12, 9, type));
        assertEquals(bands, result.getRaster().getNumBands());
        assertEquals(bits, result.getSampleModel().getSampleSize(0));
    }

    @ParameterizedTest
    @EnumSource(ColorFix.class)
    void everyColourFixRunsAndIsRecorded(ColorFix fix) {
        UpscaleResult result = resolver.upscale(
                TestPictures.rgb(16, 16), UpscaleOptions.builder().colorFix(fix).build());
        assertEquals(
                fix.name().toLowerCase(java.util.Locale.ROOT),
                result.provenance().options().get("colorFix"));
    }

    @Test
    void provenanceSaysHowThePictureWasMade() {
        UpscaleOptions options =
                UpscaleOptions.builder().prompt("a cat").seed(7).tileSize(512).build();
        Provenance provenance =
                resolver.upscale(TestPictures.rgb(16, 12), options).provenance();
        assertEquals("random", provenance.model());
        assertEquals(resolver.modelSha256(), provenance.modelSha256());
        assertEquals(64, provenance.modelSha256().length());
        assertEquals("java", provenance.backend());
        assertEquals("cpu", provenance.device());
        assertEquals("fp32", provenance.precision());
        assertEquals(2, provenance.threads());
        assertEquals(7, provenance.seed());
        assertEquals("64 x 48", provenance.options().get("outputSize"));
        assertEquals(
                List.of("encode", "denoise", "decode"),
                List.copyOf(provenance.tilePlans().keySet()));
        assertEquals(5, provenance.milliseconds().size());
        assertTrue(
                provenance.warnings().get(0).contains("prompt was ignored"),
                provenance.warnings().toString());
        assertTrue(provenance.toJson().contains("\"seed\":7"));
    }

    @Test
    void theInputIsNotChanged() {
        BufferedImage image = TestPictures.of(21, 13, BufferedImage.TYPE_INT_ARGB);
        BufferedImage copy = TestPictures.of(21, 13, BufferedImage.TYPE_INT_ARGB);
        resolver.upscale(image);
        assertEquals(0, TestPictures.largestDifference(image, copy));
    }

    @Test
    void missingThingsAreRefusedByName() {
        assertEquals(
                "null",
                assertThrows(InvalidImageException.class, () -> resolver.upscale(null))
                        .problem()
                        .found());
        assertEquals(
                "options",
                assertThrows(InvalidOptionException.class, () -> resolver.upscale(TestPictures.rgb(4, 4), null))
                        .problem()
                        .asked());
        assertThrows(InvalidOptionException.class, () -> SuperResolver.builder().model(null));
        assertThrows(InvalidOptionException.class, () -> SuperResolver.builder().backend(null));
    }

    @Test
    void aTileTooSmallAndABudgetTooSmallNameTheLeast() {
        BufferedImage image = TestPictures.rgb(400, 400);
        InvalidOptionException tile = assertThrows(
                InvalidOptionException.class,
                () -> upscale(image, UpscaleOptions.builder().tileSize(16)));
        assertTrue(tile.problem().limit().matches(".*\\d+.*"), tile.getMessage());
        MemoryBudgetException budget = assertThrows(
                MemoryBudgetException.class,
                () -> upscale(image, UpscaleOptions.builder().memoryBudgetBytes(1000)));
        assertTrue(budget.problem().found().contains("1000"), budget.getMessage());
    }

    @Test
    void contradictingOptionsNameBothValues() {
        InvalidOptionException e = assertThrows(
                InvalidOptionException.class,
                () -> UpscaleOptions.builder().scale(2).width(100).build());
        assertTrue(e.getMessage().contains("2.0") && e.getMessage().contains("100"), e.getMessage());
        e = assertThrows(InvalidOptionException.class, () -> UpscaleOptions.builder()
                .tileSize(256)
                .memoryBudgetBytes(1 << 30)
                .build());
        assertTrue(e.getMessage().contains("256") && e.getMessage().contains("1073741824"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1", "0.5", "8.01", "NaN", "Infinity", "-4"})
    void scalesOutOfRangeAreRefused(double scale) {
        assertThrows(
                InvalidOptionException.class,
                () -> UpscaleOptions.builder().scale(scale).build());
    }

    @Test
    void limitsOfTheResolverHold() {
        try (SuperResolver small = SuperResolver.builder()
                .model(folder)
                .limits(new ImageLimits(100, 50, 1000))
                .build()) {
            assertThrows(ImageTooLargeException.class, () -> small.upscale(TestPictures.rgb(11, 10)));
            assertEquals(40, small.upscale(TestPictures.rgb(10, 10)).getWidth());
        }
    }

    @Test
    void anEngineThatIsNotThereOrCannotIsRefused() {
        SuperResolver.Builder builder = SuperResolver.builder().model(folder);
        OsediffException e = assertThrows(
                InvalidOptionException.class, () -> builder.backend("tpu").build());
        assertTrue(e.problem().limit().contains("java"), e.getMessage());
        assertThrows(
                BackendException.class,
                () -> builder.backend("java").precision(Precision.FP16).build());
        assertThrows(BackendException.class, () -> builder.precision(Precision.FP32)
                .device(new Device(Device.Kind.CUDA, 0))
                .build());
        assertThrows(InvalidOptionException.class, () -> builder.threads(0));
    }

    @Test
    void tellsWhatItRunsOn() {
        assertEquals("random", resolver.modelName());
        assertEquals("java", resolver.backendName());
        assertEquals(Device.CPU, resolver.device());
        assertEquals(Precision.FP32, resolver.precision());
        assertEquals(2, resolver.threads());
        assertFalse(resolver.modelSha256().isEmpty());
    }

    private static BufferedImage upscale(BufferedImage image, UpscaleOptions.Builder options) {
        return resolver.upscale(image, options.build()).image();
    }
}
