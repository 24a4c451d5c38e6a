package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Backends;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import dev.osediff.color.ColorFix;
import dev.osediff.error.MemoryBudgetException;
import dev.osediff.error.ModelException;
import dev.osediff.image.ImageLimits;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.ModelImport;
import dev.osediff.model.RandomPublishedModel;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.pipeline.Engines;
import dev.osediff.pipeline.LatentModel.Residency;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options and memory do to a published model, on random weights. */
class PublishedResolverTest {
    private static final String TEXT_ENCODER = "CLIPTextModel";
    private static final long ENOUGH = 1L << 30;

    @TempDir
    Path folder;

    private final BufferedImage image = TestPictures.rgb(9, 7);
    private final CountingBackend backend = new CountingBackend(Backends.byName("java"));
    private RandomPublishedModel files;

    @BeforeEach
    void write() {
        files = RandomPublishedModel.builder().write(folder);
    }

    @Test
    void anImportedFolderAndTheFilesAsTheyAreGiveEqualPictures() {
        Path imported = folder.resolve("imported");
        ModelImport.run(files.base(), files.osediff(), imported, ModelImport.WeightType.FP32, part -> {});
        BufferedImage expected;
        try (SuperResolver raw = SuperResolver.builder()
                .model(files.base(), files.osediff())
                .backend("java")
                .build()) {
            expected = raw.upscale(image, options().build()).image();
            assertEquals("osediff-sd21", raw.modelName());
        }
        try (SuperResolver resolver =
                SuperResolver.builder().model(imported).backend("java").build()) {
            UpscaleResult result = resolver.upscale(image, options().build());
            assertEquals(0, TestPictures.largestDifference(expected, result.image()));
            assertEquals("reference", result.provenance().options().get("rounding"));
            assertEquals("36 x 28", result.provenance().options().get("outputSize"));
        }
    }

    @Test
    void samplesDependOnTheSeedAndMeansDoNot() {
        try (SuperResolver resolver = resolver(Residency.KEPT, OptionalLong.empty())) {
            BufferedImage mean = picture(resolver, options().posterior(Posterior.MEAN));
            BufferedImage sample = picture(resolver, options().posterior(Posterior.SAMPLE));
            assertEquals(0, difference(mean, picture(resolver, options())), "the mean is the default");
            assertEquals(0, difference(mean, picture(resolver, options().seed(7))));
            assertEquals(0, difference(sample, picture(resolver, options().posterior(Posterior.SAMPLE))));
            assertTrue(difference(sample, mean) > 3);
            assertTrue(difference(
                            sample,
                            picture(
                                    resolver,
                                    options().posterior(Posterior.SAMPLE).seed(7)))
                    > 3);
        }
    }

    @Test
    void aPromptChangesThePictureAndIsComputedOnce() {
        try (SuperResolver resolver = resolver(Residency.KEPT, OptionalLong.empty())) {
            BufferedImage cat = picture(resolver, options().prompt("a cat"));
            assertTrue(difference(cat, picture(resolver, options().prompt("the photo of a re"))) > 3);
            assertEquals(2, texts());
            assertEquals(0, difference(cat, picture(resolver, options().prompt("a cat"))));
            assertEquals(2, texts(), "neither text encoder nor projections are read again");
            assertEquals(
                    3 + 2 * 2, backend.compiled().size(), backend.compiled().toString());
        }
    }

    @Test
    void aPromptThatIsTooLongIsCutWithAWarning() {
        try (SuperResolver resolver = resolver(Residency.KEPT, OptionalLong.empty())) {
            String longest = String.join(" ", Collections.nCopies(75, "cat"));
            UpscaleResult whole =
                    resolver.upscale(image, options().prompt(longest).build());
            assertEquals(List.of(), whole.provenance().warnings());
            UpscaleResult cut =
                    resolver.upscale(image, options().prompt(longest + " of").build());
            assertEquals(
                    List.of("The prompt was cut after 75 tokens, which is all that the text encoder reads."),
                    cut.provenance().warnings());
            assertEquals(0, difference(whole.image(), cut.image()));
        }
    }

    @Test
    void stagedNetworksGiveTheSamePicturesBitForBit() {
        BufferedImage kept;
        try (SuperResolver resolver = resolver(Residency.KEPT, OptionalLong.empty())) {
            kept = picture(resolver, options());
        }
        backend.compiled().clear();
        try (SuperResolver resolver = resolver(Residency.STAGED, OptionalLong.of(ENOUGH))) {
            assertEquals(List.of(), backend.compiled(), "nothing is read before it is needed");
            assertEquals(0, difference(kept, picture(resolver, options())));
            assertEquals(0, difference(kept, picture(resolver, options())));
            assertEquals(
                    2 + 2 * 3, backend.compiled().size(), backend.compiled().toString());
        }
    }

    @Test
    void aBudgetThatHoldsNotAllWeightsStagesThem() {
        try (StableDiffusionModel model = open()) {
            long weights = bytes(model.weights().unet()) + bytes(model.weights().autoencoder());
            Engine engine = new Engine(backend, new CompileSpec(Device.CPU, Precision.FP32, 2));
            assertEquals(Residency.KEPT, WeightMemory.residency(model, engine, null));
            assertEquals(Residency.KEPT, WeightMemory.residency(model, engine, 2 * weights));
            assertEquals(Residency.STAGED, WeightMemory.residency(model, engine, 2 * weights - 1));
        }
    }

    @Test
    void aBudgetThatIsTooSmallIsRefusedWithTheLeastBeforeAnyWork() {
        for (Residency residency : Residency.values()) {
            long least;
            backend.compiled().clear();
            try (SuperResolver resolver = resolver(residency, OptionalLong.of(2 << 20))) {
                List<String> before = List.copyOf(backend.compiled());
                MemoryBudgetException e = assertThrows(
                        MemoryBudgetException.class,
                        () -> resolver.upscale(image, options().build()));
                assertTrue(e.getMessage().contains("a budget of 2097152 bytes"), e.getMessage());
                least = Long.parseLong(e.getMessage().replaceAll("(?s).*MiB \\((\\d+) bytes\\).*", "$1"));
                assertEquals(before, backend.compiled(), "no text was encoded");
            }
            try (SuperResolver resolver = resolver(residency, OptionalLong.of(least))) {
                assertEquals(36, picture(resolver, options()).getWidth());
            }
        }
    }

    @Test
    void aBaseModelAloneIsRefusedByTheBuilder() {
        ModelException e = assertThrows(
                ModelException.class,
                () -> SuperResolver.builder().model(files.base()).build().close());
        assertTrue(e.getMessage().contains("SuperResolver.builder().model(folder, file)"), e.getMessage());
    }

    private static long bytes(TensorSource weights) {
        return weights.names().stream()
                .mapToLong(name -> Float.BYTES * Tensor.elements(weights.shape(name)))
                .sum();
    }

    private long texts() {
        return backend.compiled().stream().filter(TEXT_ENCODER::equals).count();
    }

    private StableDiffusionModel open() {
        return ModelFolder.open(files.base(), files.osediff());
    }

    private SuperResolver resolver(Residency residency, OptionalLong budget) {
        CompileSpec spec = new CompileSpec(Device.CPU, Precision.FP32, 2);
        Engines engines = new Engines(new Engine(backend, spec));
        ResolverModel model = StableDiffusionResolverModels.of(open(), engines.standard(), residency);
        RequestedEngines.Chosen chosen = new RequestedEngines.Chosen(engines, "a test");
        return new SuperResolver(model, chosen, ImageLimits.DEFAULT, budget);
    }

    private BufferedImage picture(SuperResolver resolver, UpscaleOptions.Builder options) {
        return resolver.upscale(image, options.build()).image();
    }

    private static UpscaleOptions.Builder options() {
        return UpscaleOptions.builder().processSize(0).colorFix(ColorFix.NONE);
    }

    private static int difference(BufferedImage a, BufferedImage b) {
        return TestPictures.largestDifference(a, b);
    }
}
