package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    private static final String[] STEMS = {"model", "pytorch_model"};

    @TempDir
    Path folder;

    private static Map<String, Tensor> tensors(float value) {
        return Map.of("w", Tensor.of(new float[] {value}, 1));
    }

    private void assertOpens(float value) {
        try (CheckpointTensors tensors = Checkpoints.open(folder, STEMS)) {
            assertArrayEquals(new float[] {value}, tensors.load("w").data());
        }
    }

    /** Each file that is added is preferred to those before it. */
    @Test
    void theKindsHaveAnOrderAndThenTheStems() throws IOException {
        TorchWriter.write(folder.resolve("pytorch_model.bin"), tensors(1), DataType.F32);
        assertOpens(1);
        TorchWriter.write(folder.resolve("model.bin"), tensors(2), DataType.F32);
        assertOpens(2);
        SafeTensorsWriter.write(folder.resolve("pytorch_model.fp16.safetensors"), tensors(3), DataType.F16);
        assertOpens(3);
        SafeTensorsWriter.write(folder.resolve("shard.safetensors"), tensors(4), DataType.F32);
        Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"w\":\"shard.safetensors\"}}");
        assertOpens(4);
        SafeTensorsWriter.write(folder.resolve("pytorch_model.safetensors"), tensors(5), DataType.F32);
        assertOpens(5);
        SafeTensorsWriter.write(folder.resolve("model.safetensors"), tensors(6), DataType.F32);
        assertOpens(6);
    }

    @Test
    void whatWasLookedForIsNamed() {
        ModelException none = assertThrows(ModelException.class, () -> Checkpoints.open(folder, STEMS));
        assertEquals("weights in " + folder, none.problem().asked());
        assertEquals("none", none.problem().found());
        for (String name : List.of("model.safetensors", "pytorch_model.safetensors.index.json", "model.bin")) {
            assertTrue(none.problem().limit().contains(name), none.getMessage());
        }
        Path absent = folder.resolve("unet");
        ModelException noFolder = assertThrows(ModelException.class, () -> Checkpoints.open(absent, "model"));
        assertEquals("no such folder", noFolder.problem().found());
        assertThrows(IllegalArgumentException.class, () -> Checkpoints.open(folder));
    }

    @Test
    void aDamagedFileIsNotPassedOver() throws IOException {
        SafeTensorsWriter.write(folder.resolve("model.fp16.safetensors"), tensors(1), DataType.F16);
        Files.write(folder.resolve("model.safetensors"), new byte[3]);
        ModelException refused = assertThrows(ModelException.class, () -> Checkpoints.open(folder, "model"));
        assertTrue(refused.problem().asked().endsWith("model.safetensors"), refused.getMessage());
    }

    @Test
    void aTorchFileIsClosedWithItsTensors() {
        TorchWriter.write(folder.resolve("model.bin"), tensors(1), DataType.BF16);
        CheckpointTensors tensors = Checkpoints.open(folder, "model");
        assertEquals(DataType.BF16, tensors.type("w"));
        assertArrayEquals(new int[] {1}, tensors.shape("w"));
        assertEquals(folder.resolve("model.bin").toString(), tensors.origin());
        assertEquals(Map.of(), tensors.metadata());
        assertEquals(List.of("w"), List.copyOf(tensors.names()));
        tensors.close();
        assertThrows(ClosedException.class, () -> tensors.load("w"));
    }
}
