package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.OutputException;
import dev.osediff.network.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafeTensorsRoundTripTest {
    private static final float[] SPECIAL = {
        0,
        -0f,
        1,
        -1.5f,
        Float.MIN_VALUE,
        0x1p-24f,
        0x1.8p-20f,
        65504,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    @TempDir
    Path folder;

    /** Longer than two pieces of reading and writing, and no multiple of one. */
    private static float[] manyValues() {
        float[] values = new float[200_003];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] narrowed(float[] values, DataType type) {
        float[] result = values.clone();
        for (int i = 0; i < result.length; i++) {
            if (type == DataType.F16) {
                result[i] = HalfFloats.fromFp16(HalfFloats.toFp16(result[i]));
            } else if (type == DataType.BF16) {
                result[i] = HalfFloats.fromBf16(HalfFloats.toBf16(result[i]));
            }
        }
        return result;
    }

    private static Map<String, Tensor> tensors() {
        return Map.of(
                "special", Tensor.of(SPECIAL, 3, 4),
                "many", Tensor.of(manyValues(), 200_003),
                "scalar", Tensor.of(new float[] {7}),
                "empty", Tensor.of(new float[0], 5, 0, 3),
                "Grüße \"\\.weight 🙂", Tensor.of(new float[] {1, 2}, 1, 2));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "F64"})
    void whatIsWrittenIsReadBack(DataType type) {
        Path path = folder.resolve("weights.safetensors");
        SafeTensorsWriter.write(path, tensors(), type);
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            assertEquals(tensors().keySet(), file.names());
            assertEquals(path.toString(), file.origin());
            tensors().forEach((name, expected) -> {
                assertEquals(type, file.type(name));
                assertArrayEquals(expected.shape(), file.shape(name), name);
                Tensor found = file.load(name);
                assertArrayEquals(expected.shape(), found.shape(), name);
                assertArrayEquals(narrowed(expected.data(), type), found.data(), name);
            });
        }
    }

    @Test
    void integersAreRoundedToFloats() {
        byte[] file = SafeTensorsBytes.file("{" + SafeTensorsBytes.tensor("ids", "I64", "3", "0,24") + "}", 24);
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(file.length - 24, 76)
                .putLong(file.length - 16, -1)
                .putLong(file.length - 8, (1L << 24) + 1);
        try (SafeTensorsFile read = SafeTensorsFile.of(file, "ids")) {
            assertArrayEquals(new float[] {76, -1, 1 << 24}, read.load("ids").data());
        }
    }

    @Test
    void equalInputGivesEqualBytesAndAlignedData() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        SafeTensorsWriter.write(first, tensors(), DataType.F16);
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        SafeTensorsWriter.write(second, Map.copyOf(tensors()), DataType.F16);
        assertArrayEquals(first.toByteArray(), second.toByteArray());
        long headerBytes = ByteBuffer.wrap(first.toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertEquals(0, (8 + headerBytes) % 64);
    }

    @Test
    void metadataIsNoTensorAndSpacesMayFollowTheHeader() {
        String header =
                "{\"__metadata__\":{\"format\":\"pt\"}," + SafeTensorsBytes.tensor("a", "F32", "2", "0,8") + "}  ";
        try (SafeTensorsFile file = SafeTensorsFile.of(SafeTensorsBytes.file(header, 8), "metadata")) {
            assertEquals(List.of("a"), List.copyOf(file.names()));
        }
    }

    @Test
    void aFileWithoutTensorsIsValid() {
        Path path = folder.resolve("none.safetensors");
        SafeTensorsWriter.write(path, Map.of(), DataType.F32);
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            assertTrue(file.names().isEmpty());
        }
    }

    @Test
    void aPathInsideAnArchiveIsRead() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("model.zip"), Map.of("create", "true"))) {
            Path inside = zip.getPath("weights.safetensors");
            SafeTensorsWriter.write(inside, tensors(), DataType.F32);
            try (SafeTensorsFile file = SafeTensorsFile.open(inside)) {
                assertArrayEquals(SPECIAL, file.load("special").data());
            }
        }
    }

    @Test
    void anOlderFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path path = folder.resolve("weights.safetensors");
        Files.writeString(path, "older");
        SafeTensorsWriter.write(path, tensors(), DataType.BF16);
        assertTrue(Files.size(path) > 400_000);
        assertEquals(List.of(path), filesIn(folder));
    }

    @Test
    void aRefusedTypeOrNameLeavesTheOlderFile() throws IOException {
        Path path = folder.resolve("weights.safetensors");
        Files.writeString(path, "older");
        Map<String, Tensor> reserved = Map.of("__metadata__", Tensor.zeros(1));
        assertThrows(IllegalArgumentException.class, () -> SafeTensorsWriter.write(path, tensors(), DataType.I64));
        assertThrows(IllegalArgumentException.class, () -> SafeTensorsWriter.write(path, reserved, DataType.F32));
        assertEquals("older", Files.readString(path));
        assertEquals(List.of(path), filesIn(folder));
    }

    @Test
    void anUnwritableTargetIsNamed() throws IOException {
        Path missing = folder.resolve("absent").resolve("weights.safetensors");
        OutputException refused =
                assertThrows(OutputException.class, () -> SafeTensorsWriter.write(missing, tensors(), DataType.F32));
        assertTrue(refused.getMessage().contains(missing.toString()), refused.getMessage());

        Path full = folder.resolve("full");
        Files.createDirectory(full);
        Files.writeString(full.resolve("file"), "kept", StandardCharsets.UTF_8);
        assertThrows(OutputException.class, () -> SafeTensorsWriter.write(full, tensors(), DataType.F32));
        assertEquals(List.of(full), filesIn(folder));
        assertEquals("kept", Files.readString(full.resolve("file")));
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Arrays.asList(files.toArray(Path[]::new));
        }
    }
}
