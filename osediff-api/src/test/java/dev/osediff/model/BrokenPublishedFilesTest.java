package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.TorchWriter;
import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import dev.osediff.network.stablediffusion.UNetConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing files, missing tensors, and checkpoints that do not fit the base model. */
class BrokenPublishedFilesTest {
    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

    @TempDir
    Path folder;

    private RandomPublishedModel files;

    @BeforeEach
    void write() {
        files = RandomPublishedModel.builder().write(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet                             | no folder unet         | Fetch the whole model",
                "vae                              | no folder vae          | Fetch the whole model",
                "text_encoder                     | no folder text_encoder | Fetch the whole model",
                "tokenizer                        | no folder tokenizer    | Fetch the whole model",
                "scheduler                        | no folder scheduler    | Fetch the whole model",
                "unet/config.json                 | no such file           | Give the folder that holds",
                "vae/config.json                  | no such file           | Give the folder that holds",
                "text_encoder/config.json         | no such file           | Give the folder that holds",
                "scheduler/scheduler_config.json  | no such file           | Give the folder that holds",
                UNET + "                          | diffusion_pytorch_model.safetensors | fetched as a whole",
                "vae/diffusion_pytorch_model.safetensors | diffusion_pytorch_model.bin | fetched as a whole",
                "text_encoder/model.safetensors   | pytorch_model.bin      | fetched as a whole",
                "tokenizer/vocab.json             | vocab.json             | Take all files of the tokenizer",
                "tokenizer/merges.txt             | merges.txt             | Take all files of the tokenizer",
                "osediff.pkl                      | no such file           | Check the path",
            })
    void whatIsMissingIsNamed(String path, String found, String nextStep) {
        EditedFiles.delete(folder.resolve(path));
        assertRefused(folder.toString(), found, nextStep);
    }

    @Test
    void aBaseThatIsNoFolderIsNamed() {
        for (Path base : List.of(folder.resolve("absent"), files.osediff())) {
            ModelException e = assertThrows(ModelException.class, () -> ModelFolder.open(base, files.osediff())
                    .close());
            assertTrue(e.getMessage().contains(base.toString()), e.getMessage());
            assertTrue(e.getMessage().contains("Give the folder of the base model"), e.getMessage());
        }
    }

    @Test
    void aBaseModelAloneIsNotEnough() throws Exception {
        ModelException e = assertThrows(
                ModelException.class, () -> ModelFolder.open(folder).close());
        assertTrue(e.getMessage().contains("does not enlarge pictures"), e.getMessage());
        assertTrue(e.getMessage().contains("--osediff FILE"), e.getMessage());
        Files.delete(folder.resolve("model_index.json"));
        assertEquals(
                e.getMessage(),
                assertThrows(ModelException.class, () -> ModelFolder.open(folder)
                                .close())
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                UNET + "                                 | conv_norm_out.weight | 1 of ",
                UNET
                        + "                                 | mid_block.attentions.0.transformer_blocks.0.norm2.bias | 1 of ",
                "vae/diffusion_pytorch_model.safetensors | decoder.mid_block.attentions.0.query.bias | to_q.bias",
                "text_encoder/model.safetensors          | text_model.embeddings.token_embedding.weight | 1 of ",
            })
    void aTensorThatIsMissingOrOfAnotherShapeIsNamed(String file, String tensor, String found) {
        String shown = tensor.replace("query", "to_q");
        Tensor[] before = new Tensor[1];
        EditedFiles.tensors(folder.resolve(file), tensors -> before[0] = tensors.remove(tensor));
        assertRefused(shown, "no such tensor", found, "Weights and config do not belong together");
        int[] wider = before[0].shape();
        wider[0]++;
        EditedFiles.tensors(folder.resolve(file), tensors -> tensors.put(tensor, Tensor.zeros(wider)));
        assertRefused(shown, "shape [" + wider[0], "[" + before[0].dim(0), "Weights and config do not belong together");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.", "module.", "_orig_mod."})
    void namesUnderAPrefixAreNotTaken(String prefix) {
        EditedFiles.tensors(folder.resolve(UNET), tensors -> {
            Map<String, Tensor> before = new LinkedHashMap<>(tensors);
            tensors.clear();
            before.forEach((name, tensor) -> tensors.put(prefix + name, tensor));
        });
        assertRefused("LoRA module", "which has none", "belong together");
    }

    @Test
    void aTensorTooManyIsLeftOutAndReported() {
        EditedFiles.tensors(folder.resolve(UNET), tensors -> tensors.put("ema.decay", Tensor.zeros(1)));
        ImportReport report = ModelImport.run(
                files.base(), files.osediff(), folder.resolve("out"), ModelImport.WeightType.FP32, part -> {});
        assertTrue(report.rows()
                .contains(ImportReport.Row.of("unet", "ema.decay", new int[] {1}, ImportReport.Fate.UNUSED)));
        try (StableDiffusionModel model = (StableDiffusionModel) ModelFolder.open(folder.resolve("out"))) {
            assertFalse(model.weights().unet().names().contains("ema.decay"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {UNET, "osediff.pkl"})
    void aFileThatEndsEarlyIsNamed(String path) throws Exception {
        Path file = folder.resolve(path);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));
        assertRefused(file.toString());
    }

    @Test
    void aCheckpointWithoutItsEntriesIsNamed() {
        checkpoint(content -> content.keySet().removeIf(key -> key.startsWith("state_dict")));
        assertRefused("osediff.pkl", "unet_lora_encoder_modules", "state_dict_unet", "Give osediff.pkl");
        checkpoint(content -> content.remove("rank_vae"));
        assertRefused("osediff.pkl", "rank_vae");
        checkpoint(content -> content.put("rank_unet", "four"));
        assertRefused("osediff.pkl", "rank_unet", "an integer");
        checkpoint(content -> content.put("rank_unet", 8));
        assertRefused("osediff.pkl", "LoRA module", "rank 8");
        checkpoint(content -> content.put("unet_lora_others_modules", List.of(1, 2)));
        assertRefused("osediff.pkl", "unet_lora_others_modules", "a text");
    }

    @Test
    void adaptersThatDoNotFitAreNamed() {
        checkpoint(content -> adapters(content).remove("conv_out.lora_B.default_decoder.weight"));
        assertRefused("conv_out", "only conv_out.lora_A.default_decoder.weight", "belong together");
        checkpoint(content -> adapters(content).keySet().removeIf(name -> name.startsWith("conv_out.")));
        assertRefused("LoRA module conv_out", "1 listed modules have none", "take it again");
        checkpoint(content -> {
            List<String> modules = new ArrayList<>(List.of("mid_block.resnets.7.conv1"));
            content.put("unet_lora_others_modules", modules);
        });
        assertRefused("mid_block.resnets.7.conv1", "take it again");
        checkpoint(content -> adapters(content).put("conv_in.base_layer.weight", Tensor.zeros(32, 4, 1, 1)));
        assertRefused("conv_in.base_layer.weight", "[32, 4, 1, 1]", "another base model");
    }

    @Test
    void aCheckpointOfAnotherBaseModelIsRefused() {
        UNetConfig wider = new UNetConfig(4, 4, List.of(64, 64), List.of(2, 4), List.of(true, false), 1, 24, 8, 1e-5f);
        RandomCheckpoint other = RandomPublishedModel.builder().unet(wider).checkpoint();
        TorchWriter.write(files.osediff(), other.adapters(), DataType.F32);
        assertRefused("LoRA module", "a product of shape", "belong together");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Tensor> adapters(Map<String, Object> content) {
        return (Map<String, Tensor>) content.get("state_dict_unet");
    }

    private void checkpoint(Consumer<Map<String, Object>> edit) {
        Map<String, Object> content =
                RandomPublishedModel.builder().checkpoint().adapters();
        edit.accept(content);
        TorchWriter.write(files.osediff(), content, DataType.F32);
    }

    private void assertRefused(String... fragments) {
        ModelException e = assertThrows(ModelException.class, () -> ModelFolder.open(files.base(), files.osediff())
                .close());
        List.of(fragments).forEach(fragment -> assertTrue(e.getMessage().contains(fragment), e.getMessage()));
        Path out = folder.resolve("out");
        assertThrows(
                ModelException.class,
                () -> ModelImport.run(files.base(), files.osediff(), out, ModelImport.WeightType.FP32, part -> {}));
        assertFalse(Files.exists(out), "an import that is refused writes nothing");
    }
}
