package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.error.OutputException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TorchFileTest {
    @TempDir
    Path folder;

    private static Map<String, Object> content() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("weight", Tensor.of(new float[] {0, 1, 1, 0, 0, 1}, 2, 3));
        state.put("scalar", Tensor.of(new float[] {1}));
        state.put("empty", Tensor.zeros(0, 4));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("rank", 4);
        content.put("large", -(1L << 50));
        content.put("names", List.of("b", "a", "Grüße"));
        content.put("rate", 0.5);
        content.put("text", "fixed");
        content.put("state", state);
        return content;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadBack(DataType type) throws IOException {
        Path path = folder.resolve("out.pkl");
        WrittenFile written = TorchWriter.write(path, content(), type);
        assertEquals(Files.size(path), written.bytes());
        assertEquals(written, TorchWriter.write(folder.resolve("again.pkl"), content(), type));
        try (TorchFile file = TorchFile.open(path)) {
            assertEquals(List.copyOf(content().keySet()), List.copyOf(file.keys()));
            assertEquals(4, file.integer("rank"));
            assertEquals(-(1L << 50), file.integer("large"));
            assertEquals(List.of("b", "a", "Grüße"), file.strings("names"));
            CheckpointTensors state = file.tensors("state");
            assertEquals(List.of("weight", "scalar", "empty"), List.copyOf(state.names()));
            assertEquals(type, state.type("weight"));
            assertArrayEquals(new int[] {2, 3}, state.load("weight").shape());
            assertArrayEquals(
                    new float[] {0, 1, 1, 0, 0, 1}, state.load("weight").data());
            assertArrayEquals(new float[] {1}, state.load("scalar").data());
            assertArrayEquals(new int[] {0, 4}, state.load("empty").shape());
        }
    }

    @Test
    void dataIsAlignedAsPyTorchAlignsIt() throws IOException {
        Path path = folder.resolve("out.pkl");
        TorchWriter.write(path, Map.of("w", Tensor.of(new float[] {12345.678f, 1}, 2)), DataType.F32);
        String all = Files.readString(path, StandardCharsets.ISO_8859_1);
        int bits = Integer.reverseBytes(Float.floatToIntBits(12345.678f));
        byte[] first = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
        int at = all.indexOf(new String(first, StandardCharsets.ISO_8859_1));
        assertTrue(at > 0 && at % 64 == 0, "data at byte " + at);
    }

    static Stream<Arguments> wrongKinds() {
        return Stream.of(
                arguments("absent", use(f -> f.integer("absent")), "no such key", "an integer"),
                arguments("absent", use(f -> f.strings("absent")), "no such key", "a list of texts"),
                arguments("absent", use(f -> f.tensors("absent")), "no such key", "a dictionary of tensors"),
                arguments("text", use(f -> f.integer("text")), "a text", "an integer"),
                arguments("rate", use(f -> f.integer("rate")), "a floating-point number", "an integer"),
                arguments("rank", use(f -> f.strings("rank")), "an integer", "a list of texts"),
                arguments("mixed, item 1", use(f -> f.strings("mixed")), "an integer", "a text"),
                arguments("names", use(f -> f.tensors("names")), "a list", "a dictionary of tensors"),
                arguments("key nested, entry b", use(f -> f.tensors("nested")), "a dictionary", "a tensor"),
                arguments("entry rank", use(f -> f.tensors()), "an integer", "a tensor"));
    }

    private static Consumer<TorchFile> use(Consumer<TorchFile> use) {
        return use;
    }

    @ParameterizedTest(name = "[{index}] {0}: {2}")
    @MethodSource("wrongKinds")
    void aWrongKindIsRefusedWithKeyExpectedAndFound(String key, Consumer<TorchFile> use, String found, String limit) {
        Path path = folder.resolve("out.pkl");
        Map<String, Object> content = new LinkedHashMap<>(content());
        content.put("mixed", List.of("a", 1));
        content.put("nested", Map.of("b", Map.of()));
        TorchWriter.write(path, content, DataType.F32);
        try (TorchFile file = TorchFile.open(path)) {
            ModelException refused = assertThrows(ModelException.class, () -> use.accept(file));
            assertTrue(refused.problem().asked().contains(key), refused.getMessage());
            assertTrue(refused.problem().asked().endsWith(path.toString()), refused.getMessage());
            assertEquals(found, refused.problem().found());
            assertEquals(limit, refused.problem().limit());
        }
    }

    @Test
    void closingRefusesTensorsAndLeavesTheRest() throws IOException {
        Path path = folder.resolve("out.pkl");
        TorchWriter.write(path, content(), DataType.F32);
        TorchFile file = TorchFile.open(path);
        CheckpointTensors first = file.tensors("state");
        CheckpointTensors second = file.tensors("state");
        first.close();
        assertTrue(assertThrows(ClosedException.class, () -> first.load("weight"))
                .getMessage()
                .contains("weight"));
        assertEquals(6, second.load("weight").data().length);
        file.close();
        file.close();
        assertTrue(assertThrows(ClosedException.class, () -> second.load("weight"))
                .getMessage()
                .contains("weight"));
        assertEquals(4, file.integer("rank"));
        assertArrayEquals(new int[] {2, 3}, second.shape("weight"));
        Files.delete(path);
        assertFalse(Files.exists(path));
    }

    @Test
    void callersMistakesAreArgumentErrors() {
        Path path = folder.resolve("out.pkl");
        Map<String, Object> unknown = Map.of("a", new Object());
        assertThrows(IllegalArgumentException.class, () -> TorchWriter.write(path, unknown, DataType.F32));
        Map<String, Tensor> half = Map.of("a", Tensor.of(new float[] {0.5f}));
        assertThrows(IllegalArgumentException.class, () -> TorchWriter.write(path, half, DataType.I32));
        assertFalse(Files.exists(path));
        TorchWriter.write(path, half, DataType.F32);
        try (TorchFile file = TorchFile.open(path)) {
            assertThrows(IllegalArgumentException.class, () -> file.tensors().load("b"));
        }
    }

    @Test
    void anUnwritableTargetIsNamedAndTarFilesAreRefused() throws IOException {
        Path missing = folder.resolve("absent").resolve("out.pkl");
        OutputException refused =
                assertThrows(OutputException.class, () -> TorchWriter.write(missing, Map.of(), DataType.F32));
        assertTrue(refused.getMessage().contains(missing.toString()), refused.getMessage());
        byte[] tar = new byte[1024];
        System.arraycopy("storages".getBytes(StandardCharsets.US_ASCII), 0, tar, 0, 8);
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        ModelException old = assertThrows(ModelException.class, () -> TorchFile.of(tar, "old.pt"));
        assertTrue(old.problem().found().contains("tar format"), old.getMessage());
        assertTrue(old.problem().nextStep().contains("torch.save(torch.load("), old.getMessage());
        for (byte[] other : Arrays.asList(new byte[0], new byte[3], "<html>".getBytes(StandardCharsets.US_ASCII))) {
            ModelException none = assertThrows(ModelException.class, () -> TorchFile.of(other, "page.pt"));
            assertTrue(none.problem().limit().contains("zip archive of torch.save"), none.getMessage());
        }
    }
}
