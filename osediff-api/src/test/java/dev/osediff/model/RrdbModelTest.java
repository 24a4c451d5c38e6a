package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.checkpoint.TorchWriter;
import dev.osediff.error.ModelException;
import dev.osediff.model.rrdb.RrdbCheckpoint;
import dev.osediff.model.rrdb.RrdbLayout;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import dev.osediff.network.rrdb.GoldenRrdb;
import dev.osediff.network.rrdb.RrdbConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RrdbModelTest {
    /** Summation order differs between PyTorch and the oracle; outputs are about 1. */
    private static final float TOLERANCE = 2e-6f;

    @TempDir
    private Path folder;

    @Test
    void publishedFilesGiveWhatPyTorchComputes() throws IOException {
        Path file = GoldenRrdb.copy("x4.pth", folder);
        try (RrdbModel model = open(file)) {
            assertEquals("x4", model.name());
            assertEquals(GoldenRrdb.X4, model.config());
            assertEquals(Digests.sha256(file), model.sha256());
            assertGolden("x4", model);
        }
        try (RrdbModel model = open(GoldenRrdb.copy("x2.pth", folder))) {
            assertEquals(GoldenRrdb.X2, model.config());
            assertEquals(2, model.config().scale());
            assertGolden("x2", model);
        }
    }

    @ParameterizedTest
    @EnumSource(RrdbLayout.class)
    void everyLayoutIsTheSameNetwork(RrdbLayout layout) throws IOException {
        Map<String, Tensor> renamed = renamed(layout);
        Path file = folder.resolve("renamed.pth");
        TorchWriter.write(file, renamed, DataType.F32);
        try (RrdbCheckpoint checkpoint = RrdbCheckpoint.open(file)) {
            assertEquals(layout, checkpoint.layout());
        }
        try (RrdbModel model = open(file)) {
            assertGolden("x4", model);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"params_ema", "params", "state_dict", "model"})
    void tensorsLieUnderTheKeysOfTrainers(String key) throws IOException {
        Path file = folder.resolve("nested.pth");
        TorchWriter.write(file, Map.of("iter", 5L, key, weights()), DataType.F32);
        try (RrdbModel model = open(file)) {
            assertGolden("x4", model);
        }
    }

    @Test
    void averagedWeightsGoFirst() throws IOException {
        Map<String, Tensor> other = new LinkedHashMap<>(weights());
        other.put("conv_last.bias", Tensor.of(new float[] {9, 9, 9}, 3));
        Path file = folder.resolve("both.pth");
        TorchWriter.write(file, Map.of("params", other, "params_ema", weights()), DataType.F32);
        try (RrdbModel model = open(file)) {
            assertGolden("x4", model);
        }
    }

    @Test
    void aSingleDoublingOfTheNumberedLayoutIsThatOfTimesTwo() throws IOException {
        Map<String, Tensor> tensors = renamed(RrdbLayout.NUMBERED);
        for (String kind : List.of("weight", "bias")) {
            tensors.remove("model.6." + kind);
            tensors.put("model.5." + kind, tensors.remove("model.8." + kind));
            tensors.put("model.7." + kind, tensors.remove("model.10." + kind));
        }
        Path file = folder.resolve("x2.pth");
        TorchWriter.write(file, tensors, DataType.F32);
        try (RrdbModel model = open(file)) {
            assertEquals(new RrdbConfig(3, 1, 1, 4, 2, 3), model.config());
        }
    }

    @Test
    void importsIntoAFolder() throws IOException {
        Path target = folder.resolve("model");
        RrdbImport.Imported imported =
                RrdbImport.run(GoldenRrdb.copy("x4.pth", folder), target, ModelImport.WeightType.FP32, "BSD-3-Clause");
        assertEquals(RrdbLayout.REAL_ESRGAN, imported.layout());
        assertEquals(weights().values().stream().mapToLong(t -> t.data().length).sum(), imported.parameters());
        try (RrdbModel model = open(target)) {
            assertEquals("x4", model.name());
            assertGolden("x4", model);
        }
        byte[] manifest = Files.readAllBytes(target.resolve(ModelManifest.FILE));
        assertTrue(new String(manifest, StandardCharsets.UTF_8).contains("BSD-3-Clause"));
        byte[] weights = Files.readAllBytes(target.resolve(RrdbManifest.WEIGHTS));
        RrdbImport.run(folder.resolve("x4.pth"), target, ModelImport.WeightType.FP32, "BSD-3-Clause");
        assertArrayEquals(manifest, Files.readAllBytes(target.resolve(ModelManifest.FILE)));
        assertArrayEquals(weights, Files.readAllBytes(target.resolve(RrdbManifest.WEIGHTS)));
    }

    @Test
    void halfPrecisionIsAnotherModel() throws IOException {
        Path file = GoldenRrdb.copy("x4.pth", folder);
        RrdbImport.run(file, folder.resolve("a"), ModelImport.WeightType.FP32, RrdbImport.UNKNOWN_LICENCE);
        RrdbImport.run(file, folder.resolve("b"), ModelImport.WeightType.FP16, RrdbImport.UNKNOWN_LICENCE);
        try (RrdbModel a = open(folder.resolve("a"));
                RrdbModel b = open(folder.resolve("b"))) {
            assertNotEquals(a.identity(), b.identity());
            Tensor exact = a.weights().load("conv_first.weight");
            Tensor half = b.weights().load("conv_first.weight");
            assertArrayEquals(exact.data(), half.data(), 1e-3f);
        }
    }

    @Test
    void changedWeightsAreRefused() throws IOException {
        Path target = folder.resolve("model");
        RrdbImport.run(
                GoldenRrdb.copy("x4.pth", folder), target, ModelImport.WeightType.FP32, RrdbImport.UNKNOWN_LICENCE);
        Path file = target.resolve(RrdbManifest.WEIGHTS);
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        ModelException failure = assertThrows(ModelException.class, () -> ModelFolder.open(target));
        assertTrue(failure.problem().found().contains("SHA-256"), failure.getMessage());
    }

    @Test
    void otherNetworksAreRefused() throws IOException {
        Path file = folder.resolve("other.pth");
        TorchWriter.write(file, Map.of("params", Map.of("body.0.weight", Tensor.zeros(8, 3, 3, 3))), DataType.F32);
        ModelException failure = assertThrows(ModelException.class, () -> ModelFolder.open(file));
        assertTrue(failure.problem().found().contains("body.0.weight"), failure.getMessage());
        assertTrue(failure.problem().limit().contains("RRDB"), failure.getMessage());
    }

    @Test
    void missingMisshapenAndFurtherTensorsAreNamed() throws IOException {
        Map<String, Tensor> missing = new LinkedHashMap<>(weights());
        missing.remove("body.1.rdb2.conv3.bias");
        assertRefused(missing, "body.1.rdb2.conv3.bias");
        Map<String, Tensor> misshapen = new LinkedHashMap<>(weights());
        misshapen.put("conv_hr.weight", Tensor.zeros(4, 5, 3, 3));
        assertRefused(misshapen, "conv_hr.weight");
        Map<String, Tensor> further = new LinkedHashMap<>(weights());
        further.put("body.0.rdb1.conv1x1.weight", Tensor.zeros(3, 4, 1, 1));
        assertRefused(further, "body.0.rdb1.conv1x1.weight");
        Map<String, Tensor> channels = new LinkedHashMap<>(weights());
        channels.put("conv_first.weight", Tensor.zeros(4, 5, 3, 3));
        assertRefused(channels, "5 input and 3 output channels");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path file = GoldenRrdb.copy("x4.pth", folder);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThrows(ModelException.class, () -> ModelFolder.open(file));
        Files.write(file, new byte[0]);
        assertThrows(ModelException.class, () -> ModelFolder.open(file));
    }

    private void assertRefused(Map<String, Tensor> tensors, String named) throws IOException {
        Path file = folder.resolve("wrong.safetensors");
        SafeTensorsWriter.write(file, tensors, DataType.F32);
        ModelException failure = assertThrows(ModelException.class, () -> ModelFolder.open(file));
        assertTrue(failure.getMessage().contains(named), failure.getMessage());
    }

    private static RrdbModel open(Path path) {
        return assertInstanceOf(RrdbModel.class, ModelFolder.open(path));
    }

    private static void assertGolden(String which, RrdbModel model) {
        NaiveOps ops = new NaiveOps();
        Tensor output = model.network()
                .forward(
                        ops,
                        Weights.of(new CheckpointWeights<>(model.weights(), ops::constant)),
                        List.of(GoldenRrdb.expected("image_" + which)));
        Tensor expected = GoldenRrdb.expected("output_" + which);
        assertArrayEquals(expected.shape(), output.shape());
        assertArrayEquals(expected.data(), output.data(), TOLERANCE);
        assertFalse(Arrays.equals(new float[expected.data().length], expected.data()));
    }

    private Map<String, Tensor> weights() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (RrdbCheckpoint file = RrdbCheckpoint.open(GoldenRrdb.copy("x4.pth", folder))) {
            file.names().forEach(name -> tensors.put(name, file.load(name)));
        }
        return tensors;
    }

    /** Returns the weights under the names that the other files have, spelt out here once more. */
    private Map<String, Tensor> renamed(RrdbLayout layout) throws IOException {
        Map<String, String> bsrgan = Map.of(
                "conv_first", "conv_first",
                "conv_body", "trunk_conv",
                "conv_up1", "upconv1",
                "conv_up2", "upconv2",
                "conv_hr", "HRconv",
                "conv_last", "conv_last");
        Map<String, String> numbered = Map.of(
                "conv_first", "model.0",
                "conv_body", "model.1.sub.2",
                "conv_up1", "model.3",
                "conv_up2", "model.6",
                "conv_hr", "model.8",
                "conv_last", "model.10");
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        weights().forEach((name, tensor) -> {
            int dot = name.lastIndexOf('.');
            String part = name.substring(0, dot);
            String kind = name.substring(dot);
            String trunk = part.replace("body.", "").replace("rdb", "RDB");
            String there =
                    switch (layout) {
                        case REAL_ESRGAN -> part;
                        case BSRGAN -> bsrgan.getOrDefault(part, "RRDB_trunk." + trunk);
                        case NUMBERED -> numbered.getOrDefault(part, "model.1.sub." + trunk + ".0");
                    };
            renamed.put(there + kind, tensor);
        });
        return renamed;
    }
}
