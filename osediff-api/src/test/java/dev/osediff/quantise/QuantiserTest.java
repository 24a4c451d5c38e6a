package dev.osediff.quantise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.SuperResolver;
import dev.osediff.backend.Backends;
import dev.osediff.backend.Precision;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.ModelException;
import dev.osediff.error.OutputException;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.RandomSmallModel;
import dev.osediff.network.quantised.LevelChoice;
import dev.osediff.network.quantised.QuantisationTable;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantiserTest {
    private static final String LEVELS = "quantisation.json";

    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();
    private Path model;
    private Path photograph;

    @BeforeEach
    void write() throws IOException {
        model = folder.resolve("model");
        RandomSmallModel.write(model);
        photograph = picture("photograph.png", 96, 80);
    }

    private Path picture(String name, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(name.hashCode());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0x010101 * (80 + x / 8 * 5 + random.nextInt(20)) + 0x100000 * (y / 40));
            }
        }
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private Quantiser quantiser(QuantisationTargets targets) {
        return new Quantiser(model, Backends.byName("java"), targets, progress::add);
    }

    private Path quantised() {
        Path out = folder.resolve("quantised");
        quantiser(QuantisationTargets.DEFAULT).run(List.of(photograph), out);
        return out;
    }

    @Test
    void aQuantisedModelHasLevelsForAllButItsOuterLayersAndAReport() {
        Path out = folder.resolve("quantised");
        QuantisationReport report = quantiser(QuantisationTargets.DEFAULT).run(List.of(photograph), out);
        Map<String, QuantisationTable> tables = ModelFolder.open(out).quantisation();
        long layers = tables.values().stream().mapToLong(t -> t.layers().size()).sum();
        assertTrue(layers > 0);
        assertEquals(layers, report.quantisedLayers());
        assertTrue(report.loss() <= 0.1 && report.agreement() >= 38, report.text());
        assertTrue(report.layers().stream()
                .allMatch(layer -> layer.quantised() == layer.reason().isEmpty()));
        assertTrue(report.layers().stream()
                .filter(LayerReport::quantised)
                .allMatch(layer -> layer.signalToNoise() > 10 && layer.harm() >= 0));
        assertEquals(report.layers().size() + 1, report.csv().lines().count());
        assertTrue(report.text().contains("first or last of its network"), report.text());
    }

    @Test
    void layersAreLeftOutUntilTheTargetsAreMet() {
        QuantisationTargets severe = new QuantisationTargets(1e-9, 200, List.of(), false, LevelChoice.LEAST_ERROR);
        QuantisationReport report = quantiser(severe).run(List.of(photograph), folder.resolve("severe"));
        assertEquals(0, report.quantisedLayers(), "nothing in 8 bits is so exact");
        assertTrue(report.text().contains("among the most harmful"), report.text());
        assertTrue(report.text().contains("no layer can compute in 8 bits"), report.text());
        QuantisationTargets kept = new QuantisationTargets(0.1, 38, List.of("resnets"), false, LevelChoice.LEAST_ERROR);
        QuantisationReport some = quantiser(kept).run(List.of(photograph), folder.resolve("some"));
        assertTrue(some.layers().stream()
                .noneMatch(layer -> layer.quantised() && layer.layer().contains("resnets")));
    }

    @Test
    void eightBitsNeedAQuantisedModelAndAnEngineThatHasThem() {
        InvalidOptionException none = assertThrows(InvalidOptionException.class, () -> SuperResolver.builder()
                .model(model)
                .precision(Precision.INT8)
                .build());
        assertTrue(none.getMessage().contains("osediff quantize"), none.getMessage());
        try (SuperResolver resolver = SuperResolver.builder().model(quantised()).build()) {
            assertEquals(Precision.FP32, resolver.precision(), "the Java engine has no 8 bits");
        }
    }

    @Test
    void unusablePicturesAreSkippedAndNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
        Path small = picture("small.png", 20, 20);
        QuantisationReport report =
                quantiser(QuantisationTargets.DEFAULT).run(List.of(broken, photograph, small), folder.resolve("out"));
        assertEquals(List.of("photograph.png"), report.pictures());
        assertEquals(2, report.skipped().size());
        InvalidOptionException e =
                assertThrows(InvalidOptionException.class, () -> quantiser(QuantisationTargets.DEFAULT)
                        .run(List.of(broken), folder.resolve("other")));
        assertTrue(e.getMessage().contains("broken.png"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("other")));
    }

    @Test
    void aBlackPictureGivesLevels() throws IOException {
        Path black = folder.resolve("black.png");
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", black.toFile());
        quantiser(QuantisationTargets.DEFAULT).run(List.of(black), folder.resolve("out"));
        assertFalse(ModelFolder.open(folder.resolve("out")).quantisation().isEmpty());
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path file =
                Files.writeString(Files.createDirectory(folder.resolve("full")).resolve("mine.txt"), "mine");
        assertThrows(OutputException.class, () -> quantiser(QuantisationTargets.DEFAULT)
                .run(List.of(photograph), folder.resolve("full")));
        assertEquals("mine", Files.readString(file));
        assertEquals(List.of(), progress, "refused before the first run");
    }

    @Test
    void aQuantisedModelIsQuantisedAnewAndStaysAsItIs() throws IOException {
        Path first = quantised();
        byte[] levels = Files.readAllBytes(first.resolve(LEVELS));
        Path second = folder.resolve("second");
        QuantisationTargets whole = QuantisationTargets.DEFAULT.withLevels(LevelChoice.WHOLE_RANGE);
        new Quantiser(first, Backends.byName("java"), whole, progress::add).run(List.of(photograph), second);
        assertArrayEquals(levels, Files.readAllBytes(first.resolve(LEVELS)));
        assertNotEquals(
                ModelFolder.open(first).quantisation(), ModelFolder.open(second).quantisation());
        assertTrue(progress.stream().anyMatch(line -> line.contains("has 8-bit levels already")), progress::toString);
    }

    @Test
    void textsInNoLayersNameAreRefused() {
        QuantisationTargets misspelt =
                new QuantisationTargets(0.1, 38, List.of("conv_inn"), true, LevelChoice.LEAST_ERROR);
        InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> quantiser(misspelt)
                .run(List.of(photograph), folder.resolve("out")));
        assertTrue(e.getMessage().contains("conv_inn"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void anyMutationOfLevelsIsReadOrRefused() throws IOException {
        Path levels = quantised().resolve(LEVELS);
        byte[] json = Files.readAllBytes(levels);
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 150; i++) {
            byte[] mutated = json.clone();
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            Files.write(levels, mutated);
            try {
                ModelFolder.open(levels.getParent()).quantisation();
            } catch (ModelException e) {
                refused++;
            }
        }
        assertTrue(refused > 75, refused + " of 150");
    }

    @Test
    void targetsOutOfRangeAreRefused() {
        assertThrows(
                InvalidOptionException.class,
                () -> new QuantisationTargets(0, 38, List.of(), true, LevelChoice.LEAST_ERROR));
        assertThrows(
                InvalidOptionException.class,
                () -> new QuantisationTargets(Double.NaN, 38, List.of(), true, LevelChoice.LEAST_ERROR));
        assertThrows(
                InvalidOptionException.class,
                () -> new QuantisationTargets(0.1, -1, List.of(), true, LevelChoice.LEAST_ERROR));
    }

    @Test
    void damagedLevelsAreRefused() throws IOException {
        Path levels = quantised().resolve(LEVELS);
        String json = Files.readString(levels);
        List<String> damaged = List.of(
                "",
                "{",
                json.substring(0, json.length() / 2),
                json.replace("\"format\" : 1", "\"format\" : 2"),
                json.replaceFirst("\"modelSha256\" : \"..", "\"modelSha256\" : \"zz"),
                json.replaceFirst("\"inputScale\" : [0-9.E-]+", "\"inputScale\" : -1"),
                json.replaceFirst("\"inputScale\" : [0-9.E-]+", "\"inputScale\" : \"NaN\""),
                json.replaceFirst("\"outputZeroPoint\" : [0-9]+", "\"outputZeroPoint\" : 256"),
                json.replaceFirst("resnets", "nowhere"),
                json.replaceFirst("conv1\\.weight", "norm1.weight"),
                json.replaceFirst("conv1\\.weight", "conv1.bias"),
                json.replaceFirst("SmallUNet|SmallEncoder", "LargeNet"));
        for (String text : damaged) {
            assertFalse(text.equals(json), "this case changes nothing");
            Files.writeString(levels, text, StandardCharsets.UTF_8);
            ModelException e = assertThrows(ModelException.class, () -> ModelFolder.open(levels.getParent()), text);
            assertTrue(e.getMessage().contains(LEVELS), e.getMessage());
        }
        Files.delete(levels);
        assertTrue(ModelFolder.open(levels.getParent()).quantisation().isEmpty());
    }
}
