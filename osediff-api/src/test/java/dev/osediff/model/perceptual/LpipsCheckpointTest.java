package dev.osediff.model.perceptual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.checkpoint.TorchWriter;
import dev.osediff.error.ModelException;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.perceptual.TinyFeatures;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LpipsCheckpointTest {
    private static final String LIN = "lin1.model.1.weight";

    @TempDir
    private Path folder;

    private final TensorSource weights = TinyFeatures.VGG_LIKE.weights(3);
    private final Map<String, Tensor> features = new LinkedHashMap<>();
    private final Map<String, Tensor> lin = new LinkedHashMap<>();

    @BeforeEach
    void split() {
        for (String name : weights.names()) {
            (name.startsWith("lin") ? lin : features).put(name, weights.load(name));
        }
        features.put("classifier.0.weight", OpsCases.random(1, 5, 7));
    }

    private LpipsCheckpoint read() {
        Path network = folder.resolve("vgg16.pth");
        Path distances = folder.resolve("vgg.pth");
        TorchWriter.write(network, features, DataType.F32);
        TorchWriter.write(distances, lin, DataType.F32);
        return LpipsCheckpoint.read(TinyFeatures.VGG_LIKE.network().layout(), network, distances);
    }

    private void assertRefused(String tensor, String found) {
        ModelException refused = assertThrows(ModelException.class, this::read);
        assertTrue(refused.problem().asked().contains(tensor), refused.getMessage());
        assertTrue(refused.problem().found().contains(found), refused.getMessage());
    }

    @Test
    void bothPublicFilesMakeOneCheckpoint() {
        LpipsCheckpoint checkpoint = read();
        assertEquals(weights.names(), checkpoint.names());
        for (String name : weights.names()) {
            assertArrayEquals(weights.shape(name), checkpoint.shape(name));
            assertArrayEquals(weights.load(name).data(), checkpoint.load(name).data(), name);
        }
        checkpoint.load(LIN).data()[0] = 99;
        assertArrayEquals(weights.load(LIN).data(), checkpoint.load(LIN).data(), "a copy");
        assertTrue(checkpoint.origin().contains("vgg16.pth"), checkpoint.origin());
    }

    @Test
    void oneFileMayHoldBoth() {
        Path file = folder.resolve("both.safetensors");
        Map<String, Tensor> all = new LinkedHashMap<>(features);
        all.putAll(lin);
        SafeTensorsWriter.write(file, all, DataType.F32);
        LpipsCheckpoint checkpoint =
                LpipsCheckpoint.read(TinyFeatures.VGG_LIKE.network().layout(), file);
        assertEquals(weights.names(), checkpoint.names());
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        Tensor values = lin.remove(LIN);
        assertRefused(LIN, "1 of");
        lin.put(LIN, Tensor.zeros(1, 7, 1, 1));
        assertRefused(LIN, "[1, 7, 1, 1]");
        lin.put(LIN, values);
        features.put("features.99.weight", Tensor.zeros(1));
        assertRefused("features.99.weight", "does not have");
        features.remove("features.99.weight");
        features.put(LIN, values);
        assertRefused(LIN, "two files");
        features.remove(LIN);
        assertEquals(weights.names(), read().names(), "mended again");
    }

    @Test
    void valuesThatMakeNoDistanceAreRefused() {
        float before = lin.get(LIN).data()[2];
        lin.get(LIN).data()[2] = -0.5f;
        assertRefused(LIN, "-0.5");
        lin.get(LIN).data()[2] = before;
        features.get("features.5.bias").data()[1] = Float.NaN;
        assertRefused("features.5.bias", "NaN");
    }

    @Test
    void noFileIsRefused() {
        ModelException refused = assertThrows(
                ModelException.class,
                () -> LpipsCheckpoint.read(TinyFeatures.VGG_LIKE.network().layout()));
        assertTrue(refused.problem().asked().contains("no file"), refused.getMessage());
    }
}
