package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osediff.error.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported folders in which something was changed afterwards. */
class ImportedFolderRefusedTest {
    @TempDir
    Path folder;

    private Path model;
    private Path manifest;

    @BeforeEach
    void write() {
        RandomPublishedModel files = RandomPublishedModel.builder().write(folder.resolve("base"));
        model = folder.resolve("model");
        manifest = model.resolve("manifest.json");
        ModelImport.run(files.base(), files.osediff(), model, ModelImport.WeightType.FP32, part -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unet.safetensors",
                "vae.safetensors",
                "text_encoder.safetensors",
                "tokenizer/vocab.json",
                "tokenizer/merges.txt",
                "tokenizer/tokenizer_config.json",
                "tokenizer/special_tokens_map.json"
            })
    void everyFileIsHeldToItsDigestAndLength(String name) throws Exception {
        Path file = model.resolve(name);
        byte[] content = Files.readAllBytes(file);
        EditedFiles.bytes(file, bytes -> bytes[bytes.length - 1] ^= 1);
        assertRefused(name, "SHA-256", "copy it again");
        Files.write(file, Arrays.copyOf(content, content.length - 8));
        assertRefused(name, "again");
        Files.delete(file);
        assertRefused(name, "no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format       | 2                | format 2 | format 1",
                "format       | \"one\"          | one      | this version",
                "architecture | \"osediff-huge\" | architecture osediff-huge | osediff-small",
                "architecture | 7                | architecture 7 | osediff-stable-diffusion",
                "unknownField | 1                | unknownField | this version",
                "settings     | null             | settings | this version",
                "files        | []               | FileStamp | this version",
            })
    void aManifestOfAnotherFormIsRefused(String field, String json, String found, String limit) {
        EditedFiles.set(manifest, field, json);
        assertRefused("manifest.json", found, limit, "Take a model folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scale       | 0     | scale 0",
                "scale       | 9     | scale 9",
                "processSize | -1    | processSize -1",
                "processSize | 99999 | processSize 99999",
                "timestep    | -1    | timestep -1",
                "timestep    | 1000  | timestep 1000",
            })
    void settingsOutOfRangeAreNamed(String field, String json, String found) {
        EditedFiles.json(manifest, root -> ((ObjectNode) root.get("settings")).put(field, Integer.parseInt(json)));
        assertRefused("manifest.json", found, "Take a model folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet        | layersPerBlock  | 0    | layers per block 0",
                "unet        | normNumGroups   | 0    | groups 0",
                "unet        | crossAttentionDim | 30 | channels of the text",
                "unet        | inChannels      | 5    | channels of the latent",
                "autoencoder | normNumGroups   | -8   | groups -8",
                "autoencoder | imageChannels   | 1    | image channels",
                "textEncoder | heads           | 5    | 5 heads",
                "schedule    | trainTimesteps  | 1    | at least 2 timesteps",
            })
    void sizesThatMakeNoNetworkAreNamed(String part, String field, int value, String found) {
        EditedFiles.json(manifest, root -> ((ObjectNode) root.get("settings").get(part)).put(field, value));
        assertRefused("manifest.json", found, "Take a model folder");
    }

    @Test
    void anEntryThatIsMissingIsNamed() {
        for (String name : List.of("unet.safetensors", "vae.safetensors", "text_encoder.safetensors")) {
            write();
            EditedFiles.json(manifest, root -> ((ObjectNode) root.get("files")).remove(name));
            assertRefused("manifest.json", "no entry for " + name, "Take a model folder");
        }
        write();
        EditedFiles.json(manifest, root -> ((ObjectNode) root.get("files")).remove("tokenizer/vocab.json"));
        assertRefused("vocab.json", "Take all files of the tokenizer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../unet.safetensors",
                "/etc/passwd",
                "tokenizer/../../x",
                "tokenizer/a/b",
                "a/b",
                ".hidden",
                "x\\y"
            })
    void fileNamesOutsideTheFolderAreRefused(String name) {
        EditedFiles.json(manifest, root -> {
            ObjectNode files = (ObjectNode) root.get("files");
            files.set(name, files.get("unet.safetensors"));
        });
        assertRefused("manifest.json", "file " + name, "names in this folder", "Take a model folder");
    }

    @Test
    void weightsThatDoNotFitTheSettingsAreRefused() {
        EditedFiles.json(manifest, root -> ((ObjectNode) root.at("/settings/unet"))
                .put("crossAttentionDim", 24)
                .withArray("blockOutChannels")
                .removeAll()
                .add(64)
                .add(64));
        assertRefused("unet", "shape", "Weights and config do not belong together");
    }

    @Test
    void aManifestThatIsNoJsonIsRefused() {
        EditedFiles.text(manifest, "{\"architecture\": \"osediff-stable-diffusion\"");
        assertRefused("manifest.json", "Take a model folder");
        EditedFiles.text(manifest, "{\"format\": 1, \"format\": 1}");
        assertRefused("manifest.json", "Take a model folder");
    }

    private void assertRefused(String... fragments) {
        ModelException e =
                assertThrows(ModelException.class, () -> ModelFolder.open(model).close());
        List.of(fragments).forEach(fragment -> assertTrue(e.getMessage().contains(fragment), e.getMessage()));
    }
}
