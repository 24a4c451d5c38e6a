package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.checkpoint.DataType;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever of the public layouts the files have, the same model is read. */
class PublishedLayoutsTest {
    private static final double HALF = 0x1p-11;
    private static final double BRAIN = 0x1p-8;

    /** A sum may be smaller than what was rounded. */
    private static final double MERGED = 2;

    @TempDir
    Path folder;

    @Test
    void oldAndNewNamesOfTheAutoencodersAttention() {
        assertSame(0, RandomPublishedModel.builder().oldNames(false));
    }

    @Test
    void theTextEncodersNamesWithoutTheirPrefix() {
        assertSame(0, RandomPublishedModel.builder().textPrefix(false));
    }

    @ParameterizedTest
    @EnumSource
    void filesOfEachKind(RandomPublishedModel.UNetFiles files) {
        assertSame(0, RandomPublishedModel.builder().unetFiles(files));
    }

    @Test
    void halfPrecisionFiles() {
        assertSame(MERGED * HALF, RandomPublishedModel.builder().type(DataType.F16));
        assertSame(MERGED * BRAIN, RandomPublishedModel.builder().type(DataType.BF16));
        assertSame(
                MERGED * HALF,
                RandomPublishedModel.builder()
                        .type(DataType.F16)
                        .unetFiles(RandomPublishedModel.UNetFiles.SHARDS)
                        .textPrefix(false)
                        .oldNames(false));
    }

    @Test
    void wholeStateDictionariesInsteadOfAdapters() {
        assertSame(1e-6, RandomPublishedModel.builder().whole(true));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void adaptersOfEveryRank(int rank) {
        RandomPublishedModel lora = RandomPublishedModel.builder().rank(rank).write(folder.resolve("lora"));
        RandomPublishedModel whole =
                RandomPublishedModel.builder().rank(rank).whole(true).write(folder.resolve("whole"));
        assertClose(tensors(whole), tensors(lora), 1e-6);
    }

    @ParameterizedTest
    @EnumSource
    void anImportedFolderHasTheSameTensors(ModelImport.WeightType type) {
        RandomPublishedModel files = RandomPublishedModel.builder().write(folder.resolve("base"));
        Path imported = folder.resolve("imported");
        ModelImport.run(files.base(), files.osediff(), imported, type, part -> {});
        double tolerance =
                switch (type) {
                    case FP32 -> 0;
                    case FP16 -> HALF;
                    case BF16 -> BRAIN;
                };
        try (StableDiffusionModel raw = ModelFolder.open(files.base(), files.osediff());
                StableDiffusionModel model = (StableDiffusionModel) ModelFolder.open(imported)) {
            assertEquals(raw.settings(), model.settings());
            assertArrayEquals(
                    raw.tokenizer().encode("a cat!").ids(),
                    model.tokenizer().encode("a cat!").ids());
            Map<String, Tensor> expected = tensors(raw);
            expected.keySet().removeIf(name -> name.contains("position_ids"));
            assertClose(expected, tensors(model), tolerance);
        }
    }

    @Test
    void theDigestOfAModelInSeveralFilesDependsOnAllOfThem() {
        RandomPublishedModel files = RandomPublishedModel.builder()
                .unetFiles(RandomPublishedModel.UNetFiles.SHARDS)
                .write(folder);
        Set<String> digests = new TreeSet<>(Set.of(digest(files)));
        for (String shard : Set.of("00001", "00002")) {
            Path file = folder.resolve("unet/diffusion_pytorch_model-" + shard + "-of-00002.safetensors");
            EditedFiles.bytes(file, bytes -> bytes[bytes.length - 1] ^= 1);
            digests.add(digest(files));
        }
        assertEquals(3, digests.size(), digests.toString());
    }

    private static String digest(RandomPublishedModel files) {
        try (StableDiffusionModel model = ModelFolder.open(files.base(), files.osediff())) {
            return model.sha256();
        }
    }

    private void assertSame(double tolerance, RandomPublishedModel.Builder variant) {
        Path plain = folder.resolve("plain");
        assertClose(
                tensors(RandomPublishedModel.builder().write(plain)),
                tensors(variant.write(folder.resolve("variant" + tolerance))),
                tolerance);
    }

    private static Map<String, Tensor> tensors(RandomPublishedModel files) {
        try (StableDiffusionModel model = ModelFolder.open(files.base(), files.osediff())) {
            return tensors(model);
        }
    }

    private static Map<String, Tensor> tensors(StableDiffusionModel model) {
        Map<String, Tensor> tensors = new TreeMap<>();
        add(tensors, model.weights().unet());
        add(tensors, model.weights().autoencoder());
        add(tensors, model.weights().textEncoder());
        return tensors;
    }

    private static void add(Map<String, Tensor> tensors, TensorSource source) {
        source.names().forEach(name -> tensors.put(name, source.load(name)));
    }

    /** The tolerance is relative to the largest value of a tensor. */
    private static void assertClose(Map<String, Tensor> expected, Map<String, Tensor> found, double tolerance) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, tensor) -> {
            float[] values = found.get(name).data();
            assertArrayEquals(tensor.shape(), found.get(name).shape(), name);
            double largest = 0;
            double difference = 0;
            for (int i = 0; i < values.length; i++) {
                largest = Math.max(largest, Math.abs(tensor.data()[i]));
                difference = Math.max(difference, Math.abs((double) tensor.data()[i] - values[i]));
            }
            assertTrue(difference <= tolerance * largest, name + ": " + difference + " of " + largest);
        });
    }
}
