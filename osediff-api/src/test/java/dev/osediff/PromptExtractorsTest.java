package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osediff.backend.Backends;
import dev.osediff.backend.CompileCache;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import dev.osediff.color.ColorFix;
import dev.osediff.error.CancelledException;
import dev.osediff.error.ClosedException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.PromptException;
import dev.osediff.image.ImageLimits;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.RandomPublishedModel;
import dev.osediff.pipeline.Engines;
import dev.osediff.pipeline.LatentModel.Residency;
import dev.osediff.prompt.PromptExtractor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of extracted prompts, and of extractors that fail, in a resolver of a published model. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PromptExtractorsTest {
    private static final List<String> TEXT_NETWORKS =
            List.of("CLIPTextModel", "UNet2DCondition's cross-attention keys and values");

    @TempDir
    Path folder;

    private final BufferedImage image = TestPictures.rgb(9, 7);
    private final CountingBackend backend = new CountingBackend(Backends.byName("java"));
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<BufferedImage> seen = new AtomicReference<>();
    private RandomPublishedModel files;
    private SuperResolver resolver;

    @BeforeEach
    void open() {
        files = RandomPublishedModel.builder().write(folder);
        resolver = resolver(new CompileSpec(Device.CPU, Precision.FP32, 2));
    }

    private SuperResolver resolver(CompileSpec spec) {
        Engines engines = new Engines(new Engine(backend, spec));
        ResolverModel model = StableDiffusionResolverModels.of(
                ModelFolder.open(files.base(), files.osediff()), engines.standard(), Residency.KEPT);
        return new SuperResolver(
                model, new RequestedEngines.Chosen(engines, "a test"), ImageLimits.DEFAULT, OptionalLong.empty());
    }

    @AfterEach
    void close() {
        resolver.close();
    }

    /** An extractor that counts its questions; the text is made of the words and the picture's size. */
    private PromptExtractor extractor(BinaryOperator<String> text) {
        return new PromptExtractor() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public boolean readsPicture() {
                return true;
            }

            @Override
            public String prompt(BufferedImage picture, String words) {
                asked.incrementAndGet();
                seen.set(picture);
                return text.apply(words, picture.getWidth() + " x " + picture.getHeight());
            }
        };
    }

    private static UpscaleOptions.Builder options() {
        return UpscaleOptions.builder().processSize(0).colorFix(ColorFix.NONE);
    }

    private UpscaleOptions.Builder with(PromptExtractor extractor) {
        return options().promptExtractor(extractor);
    }

    private long texts() {
        return backend.compiled().stream().filter(TEXT_NETWORKS::contains).count();
    }

    @Test
    void theExtractedPromptIsUsedAndReported() {
        PromptExtractor extractor = extractor((words, size) -> "the photo of a cat, " + words + ",");
        UpscaleResult result =
                resolver.upscale(image, with(extractor).prompt("a red").build());
        Map<String, String> made = result.provenance().options();
        assertEquals("the photo of a cat, a red,", made.get("prompt"));
        assertEquals("test", made.get("promptBy"));
        assertEquals("a red", made.get("promptWords"));
        assertTrue(result.provenance().milliseconds().containsKey("prompt"));
        assertEquals(List.of(), result.provenance().warnings());
        UpscaleResult words = resolver.upscale(
                image, options().prompt("the photo of a cat, a red,").build());
        assertEquals(0, TestPictures.largestDifference(words.image(), result.image()));
        assertNull(words.provenance().options().get("promptBy"));
        assertFalse(words.provenance().milliseconds().containsKey("prompt"));
        UpscaleResult none = resolver.upscale(image, options().build());
        assertTrue(TestPictures.largestDifference(none.image(), result.image()) > 3, "the prompt has an effect");
    }

    @Test
    void theExtractorSeesThePictureThatTheNetworkSees() {
        PromptExtractor extractor = extractor((words, size) -> size);
        UpscaleResult result = resolver.upscale(image, with(extractor).scale(2).build());
        assertEquals("18 x 14", result.provenance().options().get("prompt"));
        BufferedImage flat = new BufferedImage(9, 7, BufferedImage.TYPE_USHORT_GRAY);
        flat.getRaster()
                .setPixels(
                        0,
                        0,
                        9,
                        7,
                        Collections.nCopies(63, 0x8080).stream()
                                .mapToInt(i -> i)
                                .toArray());
        resolver.upscale(flat, with(extractor).build());
        assertEquals(0xff808080, seen.get().getRGB(20, 11));
        assertEquals(BufferedImage.TYPE_INT_RGB, seen.get().getType());
    }

    @Test
    void promptsAreKeptByPictureSizeAndWords() {
        PromptExtractor extractor = extractor((words, size) -> "a cat " + words);
        resolver.upscale(image, with(extractor).build());
        resolver.upscale(image, with(extractor).seed(7).build());
        BufferedImage copy = new BufferedImage(9, 7, BufferedImage.TYPE_3BYTE_BGR);
        copy.getGraphics().drawImage(image, 0, 0, null);
        UpscaleResult same = resolver.upscale(copy, with(extractor).build());
        assertEquals("a cat ", same.provenance().options().get("prompt"));
        assertEquals(1, asked.get());
        resolver.upscale(image, with(extractor).prompt("sharp").build());
        assertEquals(2, asked.get(), "other words");
        resolver.upscale(image, with(extractor).scale(2).build());
        assertEquals(3, asked.get(), "another size");
        copy.setRGB(3, 3, ~copy.getRGB(3, 3));
        resolver.upscale(copy, with(extractor).build());
        assertEquals(4, asked.get(), "another picture");
    }

    @Test
    void textsOfTheCallerAreNotKept() {
        UpscaleResult first =
                resolver.upscale(image, with(PromptExtractor.text("a cat")).build());
        UpscaleResult second = resolver.upscale(
                image, with(PromptExtractor.text("the photo")).prompt("re").build());
        assertEquals("a cat", first.provenance().options().get("prompt"));
        assertEquals("text", first.provenance().options().get("promptBy"));
        assertEquals("the photo, re", second.provenance().options().get("prompt"));
    }

    @Test
    void aFailureFailsOrFallsBackAsAsked() {
        PromptExtractor broken = extractor((words, size) -> {
            throw new IllegalStateException("no power");
        });
        PromptException e = assertThrows(
                PromptException.class,
                () -> resolver.upscale(image, with(broken).build()));
        assertTrue(e.getMessage().contains("no power"), e.getMessage());
        UpscaleResult result = resolver.upscale(
                image,
                with(broken).prompt("a cat").promptFallback(PromptFallback.NONE).build());
        assertEquals("a cat", result.provenance().options().get("prompt"));
        assertEquals("none", result.provenance().options().get("promptBy"));
        assertEquals(1, result.provenance().warnings().size());
        String warning = result.provenance().warnings().get(0);
        assertTrue(
                warning.startsWith("No prompt was extracted; prompt by test: found") && warning.contains("no power"));
        UpscaleResult words = resolver.upscale(image, options().prompt("a cat").build());
        assertEquals(0, TestPictures.largestDifference(words.image(), result.image()));
        assertEquals(2, asked.get(), "a failure is not kept");
    }

    @Test
    void aFileThatCannotBeReadFollowsThePolicyToo() {
        PromptExtractor absent = PromptExtractor.file(folder.resolve("absent.txt"));
        assertThrows(
                PromptException.class,
                () -> resolver.upscale(image, with(absent).build()));
        UpscaleResult result = resolver.upscale(
                image, with(absent).promptFallback(PromptFallback.NONE).build());
        assertTrue(result.provenance().warnings().get(0).contains("absent.txt"));
    }

    @Test
    void noWordsAreReported() {
        UpscaleResult result =
                resolver.upscale(image, with(extractor((words, size) -> "")).build());
        assertEquals(
                List.of("The prompt extractor test found no words for the picture."),
                result.provenance().warnings());
    }

    @Test
    void sentencesAreCutAtAClauseAndTagsAfterAToken() {
        String text = "the photo of a re, ".repeat(30);
        PromptExtractor tags = extractor((words, size) -> text);
        UpscaleResult cut = resolver.upscale(image, with(tags).build());
        assertEquals(text, cut.provenance().options().get("prompt"));
        assertTrue(cut.provenance().warnings().get(0).contains("cut after 75 tokens"));
        PromptExtractor sentences = new PromptExtractor() {
            @Override
            public String name() {
                return "sentences";
            }

            @Override
            public boolean readsPicture() {
                return true;
            }

            @Override
            public boolean writesSentences() {
                return true;
            }

            @Override
            public String prompt(BufferedImage picture, String words) {
                return text;
            }
        };
        UpscaleResult whole = resolver.upscale(image, with(sentences).build());
        String prompt = whole.provenance().options().get("prompt");
        assertTrue(text.startsWith(prompt + ", ") && prompt.endsWith(" re"), prompt);
        assertEquals(1, whole.provenance().warnings().size());
        assertTrue(whole.provenance()
                .warnings()
                .get(0)
                .contains(prompt.length() + " of " + text.length() + " characters"));
    }

    @Test
    void whoHangsIsLeftAtTheTimeLimitAndDoesNotHoldClose() {
        CountDownLatch end = new CountDownLatch(1);
        PromptExtractor hangs = extractor((words, size) -> {
            awaitStubbornly(end);
            return "late";
        });
        UpscaleOptions limited = with(hangs)
                .promptTimeLimit(Duration.ofMillis(30))
                .promptFallback(PromptFallback.NONE)
                .build();
        UpscaleResult result = resolver.upscale(image, limited);
        assertTrue(result.provenance().warnings().get(0).contains("within 30 ms"));
        resolver.close();
        end.countDown();
    }

    @Test
    void closeEndsTheWaitForAnExtractor() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        PromptExtractor hangs = extractor((words, size) -> {
            running.countDown();
            awaitStubbornly(end);
            return "late";
        });
        FutureTask<UpscaleResult> call =
                new FutureTask<>(() -> resolver.upscale(image, with(hangs).build()));
        new Thread(call, "call").start();
        running.await();
        resolver.close();
        ExecutionException e = assertThrows(ExecutionException.class, call::get);
        assertEquals(ClosedException.class, e.getCause().getClass());
        end.countDown();
    }

    @Test
    void aTokenAndATimeoutEndTheWaitForAnExtractor() {
        CountDownLatch end = new CountDownLatch(1);
        CancellationToken token = new CancellationToken();
        PromptExtractor hangs = extractor((words, size) -> {
            token.cancel();
            awaitStubbornly(end);
            return "late";
        });
        assertThrows(
                CancelledException.class,
                () -> resolver.upscale(image, with(hangs).cancellation(token).build()));
        assertThrows(
                CancelledException.class,
                () -> resolver.upscale(
                        image,
                        with(hangs)
                                .timeout(Duration.ofMillis(300))
                                .promptFallback(PromptFallback.NONE)
                                .build()));
        end.countDown();
    }

    private static void awaitStubbornly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                continue;
            }
        }
    }

    @Test
    void aFixedPromptNeedsNeitherTaggerNorTextEncoderAgain() {
        UpscaleOptions fixed = options().prompt("a cat").build();
        resolver.upscale(image, fixed);
        assertEquals(2, texts());
        backend.compiled().clear();
        for (int i = 0; i < 3; i++) {
            resolver.upscale(TestPictures.rgb(5 + i, 6), fixed);
        }
        assertEquals(List.of(), backend.compiled(), "nothing is read again");
    }

    @Test
    void bothPromptsOfGuidanceAreEncodedInOneGo() {
        UpscaleOptions guided = options()
                .prompt("a cat")
                .guidanceScale(2)
                .negativePrompt("the photo")
                .build();
        UpscaleResult together = resolver.upscale(image, guided);
        assertEquals(2, texts());
        UpscaleResult known =
                resolver.upscale(image, guided.toBuilder().prompt("the photo").build());
        assertEquals(2, texts(), "the negative prompt is known");
        UpscaleResult plain =
                resolver.upscale(image, options().prompt("the photo").build());
        assertTrue(TestPictures.largestDifference(plain.image(), known.image()) <= 1);
        assertTrue(TestPictures.largestDifference(plain.image(), together.image()) > 3);
    }

    @Test
    void aFixedPromptNeedsNoTextEncoderInTheNextProcessEither() {
        CompileSpec cached = new CompileSpec(Device.CPU, Precision.FP32, 2)
                .withCache(new CompileCache(folder.resolve("cache"), "model"));
        UpscaleOptions fixed = options().prompt("a cat").build();
        BufferedImage first;
        try (SuperResolver one = resolver(cached)) {
            first = one.upscale(image, fixed).image();
        }
        assertEquals(2, texts());
        backend.compiled().clear();
        try (SuperResolver other = resolver(cached)) {
            assertEquals(
                    0,
                    TestPictures.largestDifference(
                            first, other.upscale(image, fixed).image()));
            assertEquals(0, texts(), "what the prompt became was kept in a file");
            other.upscale(image, options().prompt("the photo").build());
            assertEquals(2, texts(), "another prompt is new");
        }
    }

    @Test
    void aForecastAsksNobodyAndSaysSo() {
        UpscaleOptions options = with(extractor((words, size) -> "a cat")).build();
        assertEquals(
                List.of("The prompt extractor is not asked: there is no picture."),
                resolver.forecast(9, 7, options).warnings());
        assertEquals(0, asked.get());
    }

    @Test
    void theUsersWordsMayBeOddButNotEndless() throws JsonProcessingException {
        String odd = "a\u0000cat \ud83d \u001b[31m \u202e";
        UpscaleResult result = resolver.upscale(image, options().prompt(odd).build());
        assertEquals(odd, result.provenance().options().get("prompt"));
        JsonNode json = new ObjectMapper().readTree(result.provenance().toJson());
        assertEquals(odd, json.get("options").get("prompt").textValue());
        String endless = "a".repeat(1 << 20);
        assertThrows(
                InvalidOptionException.class,
                () -> resolver.upscale(image, options().prompt(endless).build()));
        assertThrows(
                InvalidOptionException.class,
                () -> resolver.upscale(
                        image,
                        options().guidanceScale(2).negativePrompt(endless).build()));
        PromptExtractor tags = extractor((words, size) -> "cat, " + words + ",");
        assertThrows(
                PromptException.class,
                () -> resolver.upscale(image, with(tags).prompt(endless).build()));
    }

    @Test
    void aModelWithoutATextEncoderAsksNobody() {
        PromptExtractor extractor = extractor((words, size) -> "a cat");
        try (SuperResolver embedded = SuperResolver.builder().backend("java").build()) {
            UpscaleResult result = embedded.upscale(image, with(extractor).build());
            assertEquals(
                    List.of("The prompt extractor was ignored: the model has no text encoder."),
                    result.provenance().warnings());
            assertEquals(0, asked.get());
        }
    }

    @Test
    void theOptionsAreChecked() {
        UpscaleOptions.Builder builder = UpscaleOptions.builder();
        assertThrows(InvalidOptionException.class, () -> builder.promptExtractor(null));
        assertThrows(InvalidOptionException.class, () -> builder.promptFallback(null));
        for (Duration limit : new Duration[] {null, Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(25)}) {
            assertThrows(InvalidOptionException.class, () -> builder.promptTimeLimit(limit));
        }
        UpscaleOptions options = builder.promptTimeLimit(Duration.ofSeconds(3))
                .promptFallback(PromptFallback.NONE)
                .promptExtractor(PromptExtractor.text("a cat"))
                .build();
        UpscaleOptions copy = options.toBuilder().seed(3).build();
        assertEquals(Duration.ofSeconds(3), copy.promptTimeLimit());
        assertEquals(PromptFallback.NONE, copy.promptFallback());
        assertEquals(options.promptExtractor(), copy.promptExtractor());
    }
}
