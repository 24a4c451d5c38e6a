package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.error.ModelException;
import dev.osediff.error.OutputException;
import dev.osediff.network.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {
    @TempDir
    private Path folder;

    private ModelManifest manifest;

    @BeforeEach
    void write() {
        manifest = RandomSmallModel.write(folder);
    }

    @Test
    void readsWhatItWrote() {
        SmallModel model = assertInstanceOf(SmallModel.class, ModelFolder.open(folder));
        assertEquals(manifest, model.manifest());
        Tensor written = RandomSmallModel.parameters().get("decoder.conv_out.weight");
        assertArrayEquals(
                written.data(), model.decoderWeights().load("conv_out.weight").data(), 2e-3f);
        assertArrayEquals(new int[] {1, 8}, model.timeSinusoid().shape());
    }

    @Test
    void equalModelsHaveEqualBytes(@TempDir Path other) throws IOException {
        RandomSmallModel.write(other);
        for (String file : new String[] {"manifest.json", "model.safetensors"}) {
            assertArrayEquals(Files.readAllBytes(folder.resolve(file)), Files.readAllBytes(other.resolve(file)), file);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count(), "no temporary file may stay");
        }
    }

    @Test
    void oneChangedBitIsFound() throws IOException {
        Path weights = folder.resolve("model.safetensors");
        byte[] content = Files.readAllBytes(weights);
        content[content.length - 1] ^= 1;
        Files.write(weights, content);
        ModelException e = fails();
        assertEquals("weights " + weights, e.problem().asked());
        assertTrue(e.problem().found().startsWith("SHA-256 "));
        assertTrue(e.problem().limit().contains(manifest.weightsSha256()));
    }

    @Test
    void truncatedWeightsAreFound() throws IOException {
        Path weights = folder.resolve("model.safetensors");
        byte[] content = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(content, content.length / 2));
        assertEquals(content.length / 2 + " bytes", fails().problem().found());
    }

    @Test
    void missingFilesAndFoldersAreNamed() throws IOException {
        Path none = folder.resolve("none");
        ModelException e = assertThrows(ModelException.class, () -> ModelFolder.open(none));
        assertEquals("model " + none, e.problem().asked());
        assertEquals("no such folder", e.problem().found());
        ModelException file =
                assertThrows(ModelException.class, () -> ModelFolder.open(folder.resolve("manifest.json")));
        assertEquals("neither zip nor pickle", file.problem().found());
        Path script = folder.resolve("model.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(script))) {
            zip.putNextEntry(new ZipEntry("model/code/__torch__.py"));
        }
        ModelException code = assertThrows(ModelException.class, () -> ModelFolder.open(script));
        assertTrue(code.getMessage().contains("trustedModel"), code.getMessage());
        Files.delete(folder.resolve("model.safetensors"));
        assertEquals("no such file", fails().problem().found());
        Files.delete(folder.resolve("manifest.json"));
        assertTrue(fails().problem().asked().endsWith("manifest.json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\" : 1 | \"format\" : 2 | format 2",
                "osediff-small | transformer | architecture transformer",
                "\"scale\" : 4.0 | \"scale\" : 0.5 | scale 0.5",
                "\"timestep\" : 0.5 | \"timestep\" : 1.5 | timestep 1.5",
                "model.safetensors | ../model.safetensors | weightsFile ../model.safetensors",
                "\"processSize\" : 0 | \"processSize\" : -1 | processSize -1",
                "\"imageChannels\" : 3 | \"imageChannels\" : 1 | 1 image channels",
                "\"scale\" : 4.0, | '' | scale",
                "\"licence\" : | \"extra\" : 1, \"licence\" : | extra",
                "\"licence\" : \"Apache-2.0\" | \"licence\" : null | licence",
                "\"layersPerBlock\" : 1 | \"layersPerBlock\" : 0 | at least 1",
                "{ | [ | JSON",
            })
    void aWrongManifestIsRefusedWithItsPlace(String from, String to, String found) throws IOException {
        Path file = folder.resolve("manifest.json");
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, text.replace(from, to));
        ModelException e = fails();
        assertEquals("model manifest " + file, e.problem().asked());
        assertTrue(found.equals("JSON") || e.problem().found().contains(found), e.getMessage());
    }

    @Test
    void aMissingTensorIsNamed() {
        Map<String, Tensor> parameters = RandomSmallModel.parameters();
        parameters.remove("unet.conv_in.bias");
        ModelFolder.write(folder, RandomSmallModel.manifest(), parameters);
        ModelException e = fails();
        assertTrue(e.problem().asked().contains("unet.conv_in.bias"));
        assertEquals("no such tensor", e.problem().found());
        assertEquals("shape [8]", e.problem().limit());
    }

    @Test
    void aTensorOfAnotherShapeIsNamed() {
        Map<String, Tensor> parameters = RandomSmallModel.parameters();
        parameters.put("unet.conv_in.bias", Tensor.zeros(9));
        ModelFolder.write(folder, RandomSmallModel.manifest(), parameters);
        assertEquals("shape [9]", fails().problem().found());
    }

    @Test
    void aTensorTooManyIsNamed() {
        Map<String, Tensor> parameters = RandomSmallModel.parameters();
        parameters.put("unet.attention.weight", Tensor.zeros(1));
        ModelFolder.write(folder, RandomSmallModel.manifest(), parameters);
        assertTrue(fails().problem().found().contains("unet.attention.weight"));
    }

    @Test
    void aFolderThatCannotBeMadeIsAnOutputError() {
        Path blocked = folder.resolve("manifest.json").resolve("below");
        assertThrows(
                OutputException.class,
                () -> ModelFolder.write(blocked, RandomSmallModel.manifest(), RandomSmallModel.parameters()));
    }

    @Test
    void theDigestIsThatOfTheFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SafeTensorsWriter.write(bytes, new TreeMap<>(RandomSmallModel.parameters()), DataType.F16);
        assertEquals(bytes.size(), manifest.weightsBytes());
        assertArrayEquals(bytes.toByteArray(), Files.readAllBytes(folder.resolve("model.safetensors")));
    }

    private ModelException fails() {
        return assertThrows(ModelException.class, () -> ModelFolder.open(folder));
    }
}
