package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.OutputException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafeTensorsStreamTest {
    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void setPath() {
        path = folder.resolve("out.safetensors");
    }

    private WrittenFile write(List<TensorEntry> entries, Function<String, Tensor> tensors) {
        return SafeTensorsWriter.write(path, Map.of("format", "pt"), entries, tensors);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsReadBack(DataType type) {
        Tensor tensor = Tensor.of(new float[] {0, 1, 1, 0, 1, 1}, 2, 1, 3);
        write(
                List.of(new TensorEntry("w", type, 2, 1, 3), new TensorEntry("s", type)),
                name -> name.equals("w") ? tensor : Tensor.of(new float[] {1}));
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            assertEquals(type, file.type("w"));
            assertArrayEquals(new int[] {2, 1, 3}, file.shape("w"));
            assertArrayEquals(tensor.data(), file.load("w").data());
            assertArrayEquals(new float[] {1}, file.load("s").data());
            assertEquals(Map.of("format", "pt"), file.metadata());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "I64, 9223371487098961920, -9223372036854775808",
        "I32, 2147483520, -2147483648",
        "I16, 32767, -32768",
        "I8, 127, -128",
        "U8, 255, 0",
        "BOOL, 1, 0"
    })
    void integersKeepTheirLimitsAndRefuseWhatIsBeyond(DataType type, float most, float least) {
        write(List.of(new TensorEntry("w", type, 2)), name -> Tensor.of(new float[] {most, least}, 2));
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            assertArrayEquals(new float[] {most, least}, file.load("w").data());
        }
        for (float beyond : new float[] {Math.nextUp(most), Math.nextDown(least), 0.5f, Float.NaN}) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> write(List.of(new TensorEntry("w", type, 1)), n -> Tensor.of(new float[] {beyond}, 1)));
            assertTrue(refused.getMessage().contains(type.name()), refused.getMessage());
        }
    }

    @Test
    void tensorsAreAskedForOnceInTheFilesOrderAndTheDigestIsTheFiles() throws Exception {
        List<String> asked = new ArrayList<>();
        List<TensorEntry> entries = List.of(
                new TensorEntry("narrow", DataType.F16, 3),
                new TensorEntry("b", DataType.F32, 3),
                new TensorEntry("a", DataType.F32, 3));
        WrittenFile written = write(entries, name -> {
            asked.add(name);
            return Tensor.of(new float[] {1, 2, 3}, 3);
        });
        assertEquals(List.of("a", "b", "narrow"), asked);
        byte[] content = Files.readAllBytes(path);
        assertEquals(content.length, written.bytes());
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)), written.sha256());
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            assertArrayEquals(new float[] {1, 2, 3}, file.load("narrow").data());
        }
    }

    @Test
    void callersMistakesLeaveTheOlderFile() throws IOException {
        Files.writeString(path, "older");
        TensorEntry entry = new TensorEntry("w", DataType.F32, 2);
        IllegalArgumentException shape =
                assertThrows(IllegalArgumentException.class, () -> write(List.of(entry), name -> Tensor.zeros(3)));
        assertTrue(shape.getMessage().contains("[2]") && shape.getMessage().contains("[3]"), shape.getMessage());
        assertThrows(IllegalArgumentException.class, () -> write(List.of(entry, entry), name -> Tensor.zeros(2)));
        assertThrows(
                IllegalStateException.class,
                () -> write(List.of(entry), name -> {
                    throw new IllegalStateException("from the function");
                }));
        assertEquals("older", Files.readString(path));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    void namesAndShapesThatNobodyReadsAreRefused() {
        for (String name : List.of("__metadata__", "a\nb", "a\0")) {
            assertThrows(IllegalArgumentException.class, () -> new TensorEntry(name, DataType.F32, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> new TensorEntry("a", DataType.F32, new int[9]));
        int[] shape = {1, 2};
        TensorEntry entry = new TensorEntry("a", DataType.F32, shape);
        shape[0] = 7;
        entry.shape()[1] = 7;
        assertArrayEquals(new int[] {1, 2}, entry.shape());
    }

    @Test
    void aFolderAsTargetIsNamed() throws IOException {
        Files.createDirectory(path);
        Files.writeString(path.resolve("kept"), "kept");
        OutputException refused = assertThrows(
                OutputException.class,
                () -> write(List.of(new TensorEntry("w", DataType.F32, 1)), name -> Tensor.zeros(1)));
        assertTrue(refused.getMessage().contains(path.toString()), refused.getMessage());
    }
}
