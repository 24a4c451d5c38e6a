package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ClosedException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.ModelException;
import dev.osediff.error.PromptException;
import dev.osediff.model.MergedDape;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.ModelImport;
import dev.osediff.model.RamImport;
import dev.osediff.model.RandomRam;
import dev.osediff.network.Tensor;
import dev.osediff.network.ram.NaiveRam;
import dev.osediff.network.ram.RamPicture;
import dev.osediff.network.ram.RamPicture.Shrinking;
import dev.osediff.prompt.PromptExtractor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RamPictureTaggerTest {
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};

    @TempDir
    Path folder;

    private RandomRam files;
    private Path model;

    @BeforeEach
    void write() {
        files = new RandomRam(RandomRam.TINY, folder.resolve("files")).write();
        model = folder.resolve("tagger");
        RamImport.run(files.sources(), model, ModelImport.WeightType.FP32);
    }

    private RamPictureTagger.Builder java() {
        return RamPictureTagger.builder(model).backend("java").threads(2);
    }

    private static BufferedImage picture(int seed, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int at = 0; at < width * height; at++) {
            picture.setRGB(at % width, at / width, random.nextInt(1 << 24));
        }
        return picture;
    }

    private static Tensor samples(BufferedImage picture) {
        Tensor rgb = Tensor.zeros(1, 3, picture.getHeight(), picture.getWidth());
        int pixels = picture.getWidth() * picture.getHeight();
        for (int at = 0; at < 3 * pixels; at++) {
            int pixel = at % pixels;
            int value = picture.getRGB(pixel % picture.getWidth(), pixel / picture.getWidth());
            rgb.data()[at] = (value >> 8 * (2 - at / pixels) & 0xff) / 255f;
        }
        return rgb;
    }

    /** The tags of a prepared picture from the definition; fails if one is too near its threshold to tell. */
    private List<String> expected(Tensor prepared, List<Double> probabilities) {
        double[] logits = new NaiveRam(RandomRam.TINY, new MergedDape(files.weights(), files.dape())).logits(prepared);
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            double probability = 1 / (1 + Math.exp(-logits[i]));
            assertTrue(Math.abs(probability - files.threshold(i)) > 1e-4, "tag " + i + " is told clearly");
            if (probability > files.threshold(i)) {
                tags.add("tag " + i);
                probabilities.add(probability);
            }
        }
        return tags;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void tagsAreThoseOfTheDefinition(int seed) {
        BufferedImage picture = picture(seed, 24, 24);
        Tensor prepared = samples(picture);
        for (int at = 0; at < prepared.data().length; at++) {
            int channel = at / (24 * 24);
            prepared.data()[at] = (float) ((prepared.data()[at] - MEAN[channel]) / DEVIATION[channel]);
        }
        List<Double> probabilities = new ArrayList<>();
        List<String> expected = expected(prepared, probabilities);
        assertFalse(expected.isEmpty() || expected.contains("tag 1"), expected.toString());
        try (RamPictureTagger tagger = java().build()) {
            assertEquals(expected, tagger.tags(picture));
            List<RamPictureTagger.Tag> found = tagger.recognise(picture);
            for (int i = 0; i < found.size(); i++) {
                assertEquals(probabilities.get(i), found.get(i).probability(), 1e-5);
                assertTrue(found.get(i).probability() > found.get(i).threshold());
            }
            assertEquals(
                    String.join(", ", expected) + ", sharp,",
                    PromptExtractor.tags(tagger).prompt(picture, "sharp"));
        }
    }

    @ParameterizedTest
    @CsvSource({"TWO_NEIGHBOURS,37,50", "ANTIALIASED,90,41", "TWO_NEIGHBOURS,8,8"})
    void picturesOfAnySizeAreReduced(Shrinking shrinking, int width, int height) {
        BufferedImage picture = picture(7, width, height);
        List<String> expected = expected(RamPicture.of(samples(picture), 24, shrinking), new ArrayList<>());
        try (RamPictureTagger tagger = java().shrinking(shrinking).build()) {
            assertEquals(expected, tagger.tags(picture));
        }
    }

    @Test
    void greyAndTransparentPicturesHaveTags() {
        BufferedImage grey = new BufferedImage(24, 24, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage same = new BufferedImage(24, 24, BufferedImage.TYPE_INT_RGB);
        BufferedImage alpha = new BufferedImage(24, 24, BufferedImage.TYPE_INT_ARGB);
        for (int at = 0; at < 24 * 24; at++) {
            grey.getRaster().setSample(at % 24, at / 24, 0, at % 256);
            same.setRGB(at % 24, at / 24, 0x10101 * (at % 256));
            alpha.setRGB(at % 24, at / 24, 0xff000000 | 0x10101 * (at % 256));
        }
        try (RamPictureTagger tagger = java().build()) {
            assertEquals(tagger.recognise(same), tagger.recognise(grey));
            assertEquals(tagger.recognise(same), tagger.recognise(alpha));
        }
    }

    @Test
    void manyThreadsHaveTheSameAnswers() {
        BufferedImage picture = picture(1, 30, 30);
        try (RamPictureTagger tagger = java().threads(1).build()) {
            List<List<RamPictureTagger.Tag>> all = IntStream.range(0, 12)
                    .parallel()
                    .mapToObj(i -> tagger.recognise(picture))
                    .toList();
            all.forEach(found -> assertEquals(all.get(0), found));
        }
    }

    @Test
    void theNameTellsWeightsThresholdsAndShrinking() throws IOException {
        String name;
        try (RamPictureTagger tagger = java().build()) {
            name = tagger.name();
            assertTrue(name.matches("ram_swin_large_14m with DAPE sha256:[0-9a-f]{16}"), name);
        }
        try (RamPictureTagger tagger = java().shrinking(Shrinking.ANTIALIASED).build()) {
            assertEquals(name + " antialiased", tagger.name());
        }
        Files.writeString(files.thresholds(), "0.5\n".repeat(9));
        RamImport.run(files.sources(), model, ModelImport.WeightType.FP32);
        try (RamPictureTagger tagger = java().build()) {
            assertNotEquals(name, tagger.name());
        }
    }

    @Test
    void anEngineIsChosen() {
        try (RamPictureTagger tagger = RamPictureTagger.open(model)) {
            assertTrue(
                    tagger.engine().reason().startsWith("chosen"),
                    tagger.engine().toString());
        }
        assertThrows(
                InvalidOptionException.class, () -> java().backend("none-such").build());
        assertThrows(InvalidOptionException.class, () -> java().threads(0));
    }

    @ParameterizedTest
    @CsvSource({"7,100", "100,7", "1,1"})
    void smallPicturesAreRefused(int width, int height) {
        try (RamPictureTagger tagger = java().build()) {
            PromptException e = assertThrows(PromptException.class, () -> tagger.tags(picture(1, width, height)));
            assertTrue(e.getMessage().contains(width + " x " + height), e.getMessage());
            assertThrows(PromptException.class, () -> tagger.tags(null));
        }
    }

    @Test
    void aClosedTaggerSaysSo() {
        RamPictureTagger unused = java().build();
        unused.close();
        assertThrows(ClosedException.class, () -> unused.tags(picture(1, 8, 8)));
        RamPictureTagger used = java().build();
        used.tags(picture(1, 8, 8));
        used.close();
        used.close();
        assertThrows(ClosedException.class, () -> used.tags(picture(1, 8, 8)));
    }

    @Test
    void anInterruptEndsTheQuestion() {
        try (RamPictureTagger tagger = java().build()) {
            Thread.currentThread().interrupt();
            PromptException e = assertThrows(PromptException.class, () -> tagger.tags(picture(1, 8, 8)));
            assertTrue(Thread.interrupted(), "the flag is kept");
            assertTrue(e.getMessage().contains("interrupt"), e.getMessage());
            assertFalse(tagger.tags(picture(1, 24, 24)).isEmpty());
        }
    }

    /** Weights are read for the first picture, so that is when their digest is compared; the other files are, at once. */
    @Test
    void aDamagedFolderIsRefused() throws IOException {
        Path weights = model.resolve("model.safetensors");
        byte[] content = Files.readAllBytes(weights);
        byte[] changed = content.clone();
        changed[changed.length - 1] ^= 1;
        Files.write(weights, changed);
        try (RamPictureTagger tagger = java().build()) {
            PromptException e = assertThrows(PromptException.class, () -> tagger.tags(picture(1, 8, 8)));
            assertInstanceOf(ModelException.class, e.getCause());
            assertTrue(e.getMessage().contains("SHA-256"), e.getMessage());
            Files.write(weights, content);
            assertFalse(tagger.tags(picture(1, 24, 24)).isEmpty(), "a mended folder is read again");
        }
        Files.write(weights, Arrays.copyOf(content, content.length / 2));
        assertRefused("model.safetensors");
        Files.delete(weights);
        assertRefused("model.safetensors", "no such file");
        Files.writeString(model.resolve("thresholds.txt"), "0.5\n".repeat(9));
        assertRefused("thresholds.txt", "as the manifest says");
        Files.delete(model.resolve("tags.txt"));
        assertRefused("tags.txt", "no such file");
    }

    @Test
    void aFolderThatIsNoTaggerIsRefused() throws IOException {
        Path manifest = model.resolve("manifest.json");
        String json = Files.readString(manifest);
        Files.writeString(manifest, json.replace("osediff-ram", "osediff-small"));
        assertRefused("osediff-small", "osediff import --ram");
        Files.writeString(manifest, json.replace("\"format\" : 1", "\"format\" : 2"));
        assertRefused("format 2");
        Files.writeString(manifest, json.replace("\"imageSide\" : 24", "\"imageSide\" : 23"));
        assertRefused("imageSide 23");
        Files.writeString(manifest, json.replace("\"labels\" : 9", "\"labels\" : 8"));
        assertRefused("9 tags");
        Files.writeString(manifest, json.replace("tags.txt", "other.txt"));
        assertRefused("no digest of tags.txt");
        Files.writeString(manifest, "{");
        assertRefused("manifest.json");
        Files.delete(manifest);
        assertRefused("no manifest.json");
        model = folder.resolve("nowhere");
        assertRefused("no such folder");
    }

    @Test
    void aTaggerIsNoModelToEnlargeWith() {
        ModelException e = assertThrows(ModelException.class, () -> ModelFolder.open(model));
        assertTrue(e.getMessage().contains("osediff-ram"), e.getMessage());
    }

    @Test
    void logitsThatAreNoNumbersAreReported() {
        files.write(ram -> Arrays.fill(ram.get("visual_encoder.norm.weight").data(), 3e38f), dape -> {});
        RamImport.run(files.sources(), model, ModelImport.WeightType.FP32);
        try (RamPictureTagger tagger = java().build()) {
            PromptException e = assertThrows(PromptException.class, () -> tagger.tags(picture(1, 24, 24)));
            assertTrue(e.getMessage().contains("no number"), e.getMessage());
        }
    }

    private void assertRefused(String... parts) {
        ModelException e = assertThrows(ModelException.class, () -> java().build());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " in: " + e.getMessage());
        }
    }
}
