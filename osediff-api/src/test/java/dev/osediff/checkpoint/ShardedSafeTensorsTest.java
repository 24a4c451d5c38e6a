package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShardedSafeTensorsTest {
    @TempDir
    Path folder;

    private Path index;

    @BeforeEach
    void writeShards() {
        index = folder.resolve("model.safetensors.index.json");
        SafeTensorsWriter.write(
                folder.resolve("one.safetensors"), Map.of("a", tensor(1), "b", tensor(2)), DataType.F32);
        SafeTensorsWriter.write(folder.resolve("two.safetensors"), Map.of("c", tensor(3)), DataType.F16);
    }

    private static Tensor tensor(float value) {
        return Tensor.of(new float[] {value}, 1);
    }

    private static String map(String... pairs) {
        StringBuilder json = new StringBuilder("{\"metadata\":{\"total_size\":12},\"weight_map\":{");
        for (int i = 0; i < pairs.length; i += 2) {
            json.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(pairs[i])
                    .append("\":\"")
                    .append(pairs[i + 1])
                    .append('"');
        }
        return json.append("}}").toString();
    }

    private static String whole() {
        return map("a", "one.safetensors", "b", "one.safetensors", "c", "two.safetensors");
    }

    private static String withFile(String file) {
        return map("a", file);
    }

    @Test
    void tensorsOfAllShardsAreRead() throws IOException {
        Files.writeString(index, whole());
        ShardedSafeTensors sharded = ShardedSafeTensors.open(index);
        assertEquals(List.of("a", "b", "c"), List.copyOf(sharded.names()));
        assertEquals(index.toString(), sharded.origin());
        assertArrayEquals(new float[] {2}, sharded.load("b").data());
        assertArrayEquals(new float[] {3}, sharded.load("c").data());
        assertArrayEquals(new int[] {1}, sharded.shape("c"));
        assertEquals(DataType.F16, sharded.type("c"));
        assertThrows(IllegalArgumentException.class, () -> sharded.load("d"));
        sharded.close();
        sharded.close();
        assertThrows(ClosedException.class, () -> sharded.load("a"));
    }

    static Stream<Arguments> indices() {
        String plain = "the plain name of a file";
        return Stream.of(
                arguments("", "the index", "no { as first byte", "a JSON object"),
                arguments("[]", "the index", "no { as first byte", "a JSON object"),
                arguments("{", "the index", "not valid JSON", "a JSON object"),
                arguments("{}{}", "the index", "not valid JSON", "a JSON object"),
                arguments("{\"a\":" + "[".repeat(1_000_000), "the index", "not valid JSON", "a JSON object"),
                arguments("{}", "the weight_map", "nothing", "an object of tensor names"),
                arguments("{\"weight_map\":{}}", "the weight_map", "{}", "an object of tensor names"),
                arguments("{\"weight_map\":[\"a\"]}", "the weight_map", "[\"a\"]", "an object of tensor names"),
                arguments("{\"weight_map\":{\"a\":1}}", "tensor a", "file 1", plain),
                arguments("{\"weight_map\":{\"a\":null}}", "tensor a", "file null", plain),
                arguments(map("a", "one.safetensors", "a", "x"), "the index", "Duplicate field 'a'", "a JSON object"),
                arguments(withFile("../one.safetensors"), "tensor a", "../one.safetensors", plain),
                arguments(withFile(".."), "tensor a", "..", plain),
                arguments(withFile("/etc/passwd"), "tensor a", "/etc/passwd", plain),
                arguments(withFile("sub/one.safetensors"), "tensor a", "sub/one.safetensors", plain),
                arguments(withFile("sub\\\\one.safetensors"), "tensor a", "sub\\\\one.safetensors", plain),
                arguments(withFile("C:one.safetensors"), "tensor a", "C:one.safetensors", plain),
                arguments(withFile("one\\u0000.safetensors"), "tensor a", "one\\u0000", plain),
                arguments(withFile(" "), "tensor a", "\" \"", plain),
                arguments(map("a\\nb", "one.safetensors"), "tensor a\\u000ab", "a control character", "printable"),
                arguments(map("a", "3.safetensors", "b", "4.safetensors"), "the files", "no 3.safetensors, 4", "all"),
                arguments(map("x", "one.safetensors"), "tensor x", "not in one.safetensors", "the file that the index"),
                arguments(map("a", "two.safetensors"), "tensor a", "not in two.safetensors", "the file that the index"),
                arguments(map("a", "one.safetensors"), "tensor b", "also in one.safetensors", "not at all"));
    }

    @ParameterizedTest(name = "[{index}] {1}: {2}")
    @MethodSource("indices")
    void aWrongIndexIsRefused(String json, String asked, String found, String limit) throws IOException {
        Files.writeString(index, json);
        ModelException refused = assertThrows(ModelException.class, () -> ShardedSafeTensors.open(index));
        assertTrue(refused.problem().asked().contains(asked), refused.getMessage());
        assertTrue(refused.problem().asked().endsWith(index.toString()), refused.getMessage());
        assertTrue(refused.problem().found().contains(found), refused.getMessage());
        assertTrue(refused.problem().limit().contains(limit), refused.getMessage());
    }

    @Test
    void aTensorInTwoFilesIsRefused() throws IOException {
        SafeTensorsWriter.write(
                folder.resolve("two.safetensors"), Map.of("c", tensor(3), "a", tensor(9)), DataType.F32);
        Files.writeString(index, whole());
        ModelException refused = assertThrows(ModelException.class, () -> ShardedSafeTensors.open(index));
        assertTrue(refused.problem().asked().startsWith("tensor a of "), refused.getMessage());
        assertEquals("also in two.safetensors", refused.problem().found());
        assertTrue(refused.problem().limit().contains("only in one.safetensors"), refused.getMessage());
    }

    @Test
    void aDamagedShardIsNamed() throws IOException {
        Path shard = folder.resolve("two.safetensors");
        Files.write(shard, new byte[5]);
        Files.writeString(index, whole());
        ModelException refused = assertThrows(ModelException.class, () -> ShardedSafeTensors.open(index));
        assertTrue(refused.problem().asked().contains(shard.toString()), refused.getMessage());
        assertEquals("5 bytes in all", refused.problem().found());
    }
}
