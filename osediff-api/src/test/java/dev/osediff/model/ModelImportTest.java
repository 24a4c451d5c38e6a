package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osediff.error.ModelException;
import dev.osediff.error.OutputException;
import dev.osediff.model.ImportReport.Fate;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelImportTest {
    @TempDir
    Path folder;

    private RandomPublishedModel files;
    private Path out;

    @BeforeEach
    void write() {
        files = RandomPublishedModel.builder().write(folder.resolve("base"));
        out = folder.resolve("out");
    }

    @Test
    void theReportSaysWhatBecameOfEachTensor() {
        ImportReport report = run(ModelImport.WeightType.FP32);
        RandomPublishedModel.Builder sizes = RandomPublishedModel.builder();
        RandomCheckpoint checkpoint = sizes.checkpoint();
        long merged = Stream.of("encoder", "decoder", "others")
                .mapToLong(group -> checkpoint.unetModules(group).size())
                .sum();
        long all = sizes.unetTensors().names().size();
        assertEquals(
                Map.of(Fate.USED, all - merged - 1, Fate.REPLACED, 1L, Fate.LORA_MERGED, merged),
                report.counts("unet"),
                "the first convolution's bias is replaced; its weight is too, and counts as merged");
        long adapted = checkpoint.autoencoderModules().stream().distinct().count();
        assertEquals(adapted, report.counts("vae").get(Fate.LORA_MERGED));
        long text = sizes.textTensors().names().size();
        assertEquals(Map.of(Fate.USED, text, Fate.UNUSED, 1L), report.counts("text_encoder"));
        assertTrue(report.rows()
                .contains(ImportReport.Row.of(
                        "text_encoder", "text_model.embeddings.position_ids", new int[] {1, 77}, Fate.UNUSED)));
        assertTrue(report.rows()
                .contains(ImportReport.Row.of("unet", "conv_in.weight", new int[] {32, 4, 3, 3}, Fate.LORA_MERGED)));
        assertEquals(parameters(sizes.unetTensors()), report.parameters("unet"));
        assertEquals(parameters(sizes.autoencoderTensors()), report.parameters("vae"));
        assertEquals(parameters(sizes.textTensors()), report.parameters("text_encoder"), "without unused ones");
    }

    private static long parameters(RandomTensors tensors) {
        return tensors.names().stream()
                .mapToLong(name -> Tensor.elements(tensors.shape(name)))
                .sum();
    }

    @Test
    void wholeNetworksAreReportedAsReplaced() {
        files = RandomPublishedModel.builder().whole(true).write(folder.resolve("whole"));
        ImportReport report = run(ModelImport.WeightType.FP32);
        long all = RandomPublishedModel.builder().unetTensors().names().size();
        assertEquals(Map.of(Fate.REPLACED, all), report.counts("unet"));
    }

    @Test
    void theManifestNamesEveryFileWithLengthAndDigest() throws IOException {
        List<String> heard = new ArrayList<>();
        ModelImport.run(files.base(), files.osediff(), out, ModelImport.WeightType.BF16, heard::add);
        assertEquals(List.of("unet", "vae", "text_encoder", "manifest"), heard);
        JsonNode manifest = new ObjectMapper().readTree(Files.readAllBytes(out.resolve("manifest.json")));
        assertEquals("osediff-stable-diffusion", manifest.get("architecture").asText());
        assertEquals("bf16", manifest.get("dtype").asText());
        assertEquals(4, manifest.at("/settings/scale").asInt());
        assertEquals(512, manifest.at("/settings/processSize").asInt());
        assertEquals(999, manifest.at("/settings/timestep").asInt());
        assertEquals(3, manifest.get("licences").size());
        for (Map.Entry<String, byte[]> file : contents(out).entrySet()) {
            if (!file.getKey().equals("manifest.json")) {
                JsonNode stamp = manifest.get("files").get(file.getKey());
                assertEquals(file.getValue().length, stamp.get("bytes").asLong(), file.getKey());
                assertEquals(
                        Digests.sha256(file.getValue()), stamp.get("sha256").asText(), file.getKey());
            }
        }
        assertEquals(contents(out).size() - 1, manifest.get("files").size());
        List<String> sources = new ArrayList<>();
        for (JsonNode source : manifest.get("sources")) {
            String name = source.get("file").asText();
            sources.add(name);
            assertEquals(
                    Digests.sha256(files.base().resolve(name)),
                    source.get("sha256").asText());
        }
        assertEquals(
                List.of(
                        "unet/diffusion_pytorch_model.safetensors",
                        "vae/diffusion_pytorch_model.safetensors",
                        "text_encoder/model.safetensors",
                        "osediff.pkl"),
                sources);
    }

    @Test
    void equalInputGivesEqualBytesAndAnOlderModelIsReplaced() throws IOException {
        run(ModelImport.WeightType.FP16);
        Map<String, byte[]> first = contents(out);
        RandomPublishedModel other = RandomPublishedModel.builder().seed(77).write(folder.resolve("other"));
        ModelImport.run(other.base(), other.osediff(), out, ModelImport.WeightType.FP32, part -> {});
        try (StableDiffusionModel raw = ModelFolder.open(other.base(), other.osediff());
                StableDiffusionModel model = (StableDiffusionModel) ModelFolder.open(out)) {
            assertArrayEquals(
                    raw.weights().unet().load("conv_in.weight").data(),
                    model.weights().unet().load("conv_in.weight").data());
        }
        run(ModelImport.WeightType.FP16);
        Map<String, byte[]> again = contents(out);
        assertEquals(first.keySet(), again.keySet(), "no file is left over");
        first.forEach((name, content) -> assertArrayEquals(content, again.get(name), name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void valuesThatAreNoNumbersAreRefusedWithTheirTensor(String value) {
        EditedFiles.tensors(
                files.base().resolve("vae/diffusion_pytorch_model.safetensors"),
                tensors -> tensors.get("decoder.conv_in.weight").data()[3] = Float.parseFloat(value));
        ModelException e = assertThrows(ModelException.class, () -> run(ModelImport.WeightType.FP32));
        assertTrue(e.getMessage().contains("decoder.conv_in.weight"), e.getMessage());
        assertTrue(e.getMessage().contains("vae"), e.getMessage());
        assertTrue(e.getMessage().contains("the value " + value), e.getMessage());
        assertTrue(e.getMessage().contains("take it again"), e.getMessage());
        assertFalse(Files.exists(out.resolve("manifest.json")));
    }

    @Test
    void anImportThatFailsLeavesTheOlderModelWhole() throws IOException {
        run(ModelImport.WeightType.FP32);
        Map<String, byte[]> before = contents(out);
        EditedFiles.tensors(
                files.base().resolve("text_encoder/model.safetensors"),
                tensors -> tensors.get("text_model.final_layer_norm.bias").data()[0] = Float.NaN);
        assertThrows(ModelException.class, () -> run(ModelImport.WeightType.BF16));
        Map<String, byte[]> after = contents(out);
        assertEquals(before.keySet(), after.keySet());
        before.forEach((name, content) -> assertArrayEquals(content, after.get(name), name));
        ModelFolder.open(out).close();
    }

    @Test
    void valuesBeyondHalfPrecisionAreRefusedThereOnly() {
        EditedFiles.tensors(
                files.base().resolve("unet/diffusion_pytorch_model.safetensors"),
                tensors -> tensors.get("conv_out.bias").data()[0] = 65_520);
        ModelException e = assertThrows(ModelException.class, () -> run(ModelImport.WeightType.FP16));
        assertTrue(e.getMessage().contains("conv_out.bias"), e.getMessage());
        assertTrue(e.getMessage().contains("--dtype bf16 or fp32"), e.getMessage());
        run(ModelImport.WeightType.BF16);
        try (StableDiffusionModel model = (StableDiffusionModel) ModelFolder.open(out)) {
            assertEquals(65_536, model.weights().unet().load("conv_out.bias").data()[0]);
        }
    }

    @Test
    void whatIsWrongIsFoundBeforeAnythingIsWritten() {
        EditedFiles.tensors(
                files.base().resolve("text_encoder/model.safetensors"),
                tensors -> tensors.remove("text_model.final_layer_norm.bias"));
        assertThrows(ModelException.class, () -> run(ModelImport.WeightType.FP32));
        assertFalse(Files.exists(out));
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
        Files.writeString(out, "a file");
        OutputException e = assertThrows(OutputException.class, () -> run(ModelImport.WeightType.FP32));
        assertTrue(e.getMessage().contains(out.toString()), e.getMessage());
        assertTrue(e.getMessage().contains("free space"), e.getMessage());
        Path taken = folder.resolve("taken");
        Files.createDirectories(taken.resolve("unet.safetensors/full"));
        out = taken;
        OutputException named = assertThrows(OutputException.class, () -> run(ModelImport.WeightType.FP32));
        assertTrue(named.getMessage().contains("unet.safetensors"), named.getMessage());
    }

    private ImportReport run(ModelImport.WeightType type) {
        return ModelImport.run(files.base(), files.osediff(), out, type, part -> {});
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return contents;
    }
}
