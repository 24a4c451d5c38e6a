package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.stablediffusion.NoiseSchedule;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The random model against the published counts, which osediff.md states; no full-size weights are made for it. */
class RandomPublishedModelTest {
    private static final long UNET = 865_910_724;
    private static final long AUTOENCODER = 83_653_863;
    private static final long TEXT_ENCODER = 340_387_840;

    @TempDir
    Path folder;

    @Test
    void fullSizeHasThePublishedParametersAndModules() {
        RandomPublishedModel.Builder full = RandomPublishedModel.full();
        assertEquals(UNET, parameters(full.unetTensors()));
        assertEquals(686, full.unetTensors().names().size());
        assertEquals(AUTOENCODER, parameters(full.autoencoderTensors()));
        assertEquals(248, full.autoencoderTensors().names().size());
        assertEquals(TEXT_ENCODER, parameters(full.textTensors()));
        RandomCheckpoint checkpoint = full.checkpoint();
        assertEquals(94, checkpoint.unetModules("encoder").size());
        assertEquals(148, checkpoint.unetModules("decoder").size());
        assertEquals(16, checkpoint.unetModules("others").size());
        assertEquals(32, new HashSet<>(checkpoint.autoencoderModules()).size());
    }

    @Test
    void theFullCheckpointHasThePublishedPayload() {
        Map<String, Object> content = RandomPublishedModel.full().checkpoint().adapters();
        long values = Stream.of("state_dict_unet", "state_dict_vae")
                .flatMap(key -> ((Map<?, ?>) content.get(key)).values().stream())
                .mapToLong(tensor -> ((Tensor) tensor).data().length)
                .sum();
        assertEquals(4_436_908, values);
        assertEquals(
                List.of(
                        "vae_lora_encoder_modules",
                        "unet_lora_encoder_modules",
                        "unet_lora_decoder_modules",
                        "unet_lora_others_modules",
                        "rank_unet",
                        "rank_vae",
                        "state_dict_unet",
                        "state_dict_vae"),
                List.copyOf(content.keySet()));
    }

    @Test
    void aTinyOneOpensWithTheSizesAskedFor() {
        RandomPublishedModel written = RandomPublishedModel.builder().write(folder);
        try (StableDiffusionModel model = ModelFolder.open(written.base(), written.osediff())) {
            assertEquals(
                    StableDiffusionModel.Settings.published(
                            RandomPublishedModel.TINY_UNET,
                            RandomPublishedModel.TINY_AUTOENCODER,
                            RandomPublishedModel.TINY_TEXT_ENCODER,
                            NoiseSchedule.STABLE_DIFFUSION),
                    model.settings());
            assertEquals(77, model.tokenizer().length());
            int[] ids = model.tokenizer().encode("The photo of a cat!").ids();
            assertEquals(524, ids[0]);
            assertEquals("the", token(ids[1]));
            assertEquals("photo", token(ids[2]));
            assertEquals("cat", token(ids[5]));
            assertEquals(0, ids[6], "the exclamation mark is the padding");
            assertEquals(525, ids[7]);
            assertEquals(0, ids[76]);
        }
    }

    private static String token(int id) {
        List<String> merges = List.of("in", "th", "an", "re", "the", "ca", "cat", "of", "ph", "to", "pho", "photo");
        return merges.get(id - 512);
    }

    private static long parameters(TensorSource tensors) {
        return tensors.names().stream()
                .mapToLong(name -> Tensor.elements(tensors.shape(name)))
                .sum();
    }
}
