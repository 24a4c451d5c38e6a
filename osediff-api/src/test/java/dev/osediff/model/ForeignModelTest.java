package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of other models, and configs that say what no network here does: each is refused by file, field and next step. */
class ForeignModelTest {
    private static final String UNET = "unet/config.json";

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
            nullValues = "ABSENT",
            value = {
                "unet      | use_linear_projection | ABSENT         | null    | Stable Diffusion 1.x",
                "unet      | use_linear_projection | false          | false   | Stable Diffusion 1.x",
                "unet      | addition_embed_type   | \"text_time\"  | text_time | Stable Diffusion XL",
                "unet      | act_fn                | \"gelu\"       | gelu    | 2.1-base",
                "unet      | class_embed_type      | \"timestep\"   | timestep | 2.1-base",
                "unet      | time_cond_proj_dim    | 256            | 256     | 2.1-base",
                "unet      | mid_block_type        | \"UNetMidBlock2D\" | UNetMidBlock2D | 2.1-base",
                "unet      | down_block_types      | [\"DownBlock2D\",\"AttnDownBlock2D\"] | AttnDownBlock2D | 2.1-base",
                "unet      | down_block_types      | [\"DownBlock2D\"] | 2 of DownBlock2D | 2.1-base",
                "unet      | down_block_types      | []             | 1 to 8 entries | 2.1-base",
                "unet      | down_block_types      | [1,2]          | a list of texts | 2.1-base",
                "unet      | up_block_types        | [\"CrossAttnUpBlock2D\",\"UpBlock2D\"] | mirror image | 2.1-base",
                "unet      | block_out_channels    | 32             | a list  | 2.1-base",
                "unet      | in_channels           | -4             | -4      | a whole number from 1",
                "unet      | in_channels           | \"4\"          | \"4\"   | a whole number from 1",
                "unet      | in_channels           | 4.5            | 4.5     | a whole number from 1",
                "unet      | in_channels           | ABSENT         | null    | a whole number from 1",
                "unet      | out_channels          | 99999999999    | 99999999999 | a whole number from 1",
                "unet      | norm_eps              | 0              | 0       | a number above 0",
                "unet      | norm_eps              | \"1e-5\"       | 1e-5    | a number above 0",
                "vae       | down_block_types      | [\"DownEncoderBlock2D\"] | 2 of DownEncoderBlock2D | 2.1-base",
                "vae       | up_block_types        | [\"UpDecoderBlock2D\",\"AttnUpDecoderBlock2D\"] | Attn | 2.1-base",
                "vae       | scaling_factor        | -1             | -1      | a number above 0",
                "vae       | shift_factor          | 0.1            | 0.1     | 2.1-base",
                "vae       | use_quant_conv        | false          | false   | 2.1-base",
                "text_encoder | hidden_act         | \"quick_gelu\" | quick_gelu | Stable Diffusion 1.x",
                "text_encoder | hidden_act         | ABSENT         | gelu    | Stable Diffusion 1.x",
                "text_encoder | hidden_act         | 1              | 1       | a text",
                "scheduler | prediction_type       | \"v_prediction\" | v_prediction | Stable Diffusion 2.1 (768",
                "scheduler | prediction_type       | \"sample\"     | sample  | 2.1-base",
                "scheduler | beta_schedule         | \"squaredcos_cap_v2\" | squaredcos | 2.1-base",
                "scheduler | trained_betas         | [0.1,0.2]      | [0.1,0.2] | 2.1-base",
            })
    void aFieldThatAsksForAnotherNetworkIsNamed(String part, String field, String json, String found, String nextStep) {
        Path file = config(part);
        EditedFiles.set(file, field, json);
        assertRefused(file.toString(), "field " + field, found, nextStep);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet | attention_head_dim     | [3,4]      | 3 heads",
                "unet | attention_head_dim     | [2]        | one entry per level",
                "unet | num_attention_heads    | 5          | 5 heads",
                "unet | block_out_channels     | [30,64]    | 8 groups",
                "unet | norm_num_groups        | 7          | 7 groups",
                "unet | layers_per_block       | 1000000    | layers per block 1000000",
                "vae  | norm_num_groups        | 5          | 5 groups",
                "vae  | layers_per_block       | 1000000    | layers per block 1000000",
                "text_encoder | num_attention_heads | 5     | 5 heads",
                "text_encoder | num_hidden_layers | 1000000 | layers 1000000",
                "scheduler | beta_end          | 2          | beta_end",
                "scheduler | num_train_timesteps | 1        | at least 2 timesteps",
            })
    void sizesThatDoNotFitEachOtherAreNamed(String part, String field, String json, String found) {
        Path file = config(part);
        EditedFiles.set(file, field, json);
        assertRefused(file.toString(), found, "sizes that fit each other", "Take the file again");
    }

    @Test
    void moreChannelsThanBlocksAreNamed() {
        EditedFiles.set(folder.resolve(UNET), "block_out_channels", "[32,64,64]");
        assertRefused("field down_block_types of " + folder.resolve(UNET), "3 of DownBlock2D", "2.1-base");
    }

    @Test
    void anOddWidthHasNoSinusoid() {
        EditedFiles.set(folder.resolve(UNET), "norm_num_groups", "3");
        EditedFiles.set(folder.resolve(UNET), "block_out_channels", "[33,66]");
        EditedFiles.set(folder.resolve(UNET), "attention_head_dim", "[3,6]");
        assertRefused("33 channels", "even", "Take the file again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet         | cross_attention_dim | 768 | channels of the text | 768 in unet",
                "text_encoder | hidden_size         | 32  | channels of the text | 32 in text_encoder",
                "vae          | latent_channels     | 16  | channels of the latent | 16 in vae",
                "unet         | out_channels        | 8   | channels of the prediction | 8 in unet",
            })
    void partsOfTwoModelsAreNamed(String part, String field, String json, String what, String found) {
        EditedFiles.set(config(part), field, json);
        assertRefused(what, found, "Take all folders from one model");
    }

    @Test
    void aVocabularyOrLengthBeyondTheTextEncodersIsNamed() {
        Path tokenizer = folder.resolve("tokenizer");
        EditedFiles.set(tokenizer.resolve("tokenizer_config.json"), "model_max_length", "78");
        assertRefused("tokenizer", "78", "77", "Take all folders from one model");
        EditedFiles.set(tokenizer.resolve("tokenizer_config.json"), "model_max_length", "77");
        EditedFiles.json(tokenizer.resolve("vocab.json"), root -> root.put("more", 526));
        assertRefused("tokenizer", "526", "Take all folders from one model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "null", "not json", "{\"a\": 1} {}", "{\"in_channels\": 4, \"in_channels\": 4}"})
    void aConfigThatIsNoObjectIsNamed(String content) {
        Path file = folder.resolve(UNET);
        EditedFiles.text(file, content);
        assertRefused(file.toString(), "a JSON object", "Take the file again");
    }

    @Test
    void hugeAndDeepConfigsAreRefused() {
        Path file = folder.resolve(UNET);
        EditedFiles.text(file, " ".repeat(2 << 20) + "{}");
        assertRefused(file.toString(), (2 << 20) + 2 + " bytes", "at most 1048576 bytes");
        EditedFiles.text(file, "{\"a\": " + "[".repeat(100_000));
        assertRefused(file.toString(), "Take the file again");
    }

    @Test
    void foldersOfOtherModelsAreTold() {
        EditedFiles.text(folder.resolve("text_encoder_2/config.json"), "{}");
        assertRefused("a folder text_encoder_2", "Stable Diffusion XL or 3");
        EditedFiles.delete(folder.resolve("text_encoder_2"));
        EditedFiles.text(folder.resolve("transformer/config.json"), "{}");
        assertRefused("a folder transformer", "Stable Diffusion 3 or FLUX");
    }

    private Path config(String part) {
        return folder.resolve(part).resolve(part.equals("scheduler") ? "scheduler_config.json" : "config.json");
    }

    private void assertRefused(String... fragments) {
        ModelException e = assertThrows(ModelException.class, () -> ModelFolder.open(files.base(), files.osediff())
                .close());
        List.of(fragments).forEach(fragment -> assertTrue(e.getMessage().contains(fragment), e.getMessage()));
    }
}
