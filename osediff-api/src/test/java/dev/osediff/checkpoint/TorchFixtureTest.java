package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch itself wrote (src/test/scripts/torch_files.py). */
class TorchFixtureTest {
    private static final float[] BASE = ramp(24);

    static byte[] bytes(String name) {
        try (InputStream stream = TorchFixtureTest.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static TorchFile open(String name) {
        return TorchFile.of(bytes(name), name);
    }

    private static float[] ramp(int count) {
        float[] ramp = new float[count];
        for (int i = 0; i < count; i++) {
            ramp[i] = i;
        }
        return ramp;
    }

    @ParameterizedTest
    @CsvSource({"protocol2.pkl, 14", "protocol4.pkl, 16"})
    void keysNumbersAndTextsAreRead(String name, int keys) {
        try (TorchFile file = open(name)) {
            assertEquals(name, file.origin());
            assertEquals(keys, file.keys().size());
            assertEquals(
                    List.of("rank", "large", "negative"),
                    file.keys().stream().limit(3).toList());
            assertEquals(4, file.integer("rank"));
            assertEquals(1L << 40, file.integer("large"));
            assertEquals(-5, file.integer("negative"));
            assertEquals(List.of("conv_in", "Grüße", "conv_in"), file.strings("names"));
            assertTrue(file.has("mixed"));
            assertFalse(file.has("absent"));
            assertTrue(file.isTensors("state"));
            assertFalse(file.isTensors("mixed"));
            assertFalse(file.isTensors("rank"));
            assertFalse(file.isTensors("absent"));
        }
    }

    static Stream<Arguments> views() {
        return Stream.of(
                arguments("base", new int[] {4, 6}, BASE),
                arguments("transposed", new int[] {6, 4}, transposed()),
                arguments("columns", new int[] {4, 2}, new float[] {1, 2, 7, 8, 13, 14, 19, 20}),
                arguments("every_other", new int[] {2, 2}, new float[] {0, 3, 12, 15}),
                arguments("row", new int[] {6}, new float[] {12, 13, 14, 15, 16, 17}),
                arguments("scalar", new int[0], new float[] {23}),
                arguments("permuted", new int[] {4, 2, 3}, permuted()),
                arguments("expanded", new int[] {2, 2}, new float[] {5, 6, 5, 6}));
    }

    private static float[] transposed() {
        float[] values = new float[24];
        for (int i = 0; i < 24; i++) {
            values[i] = BASE[i % 4 * 6 + i / 4];
        }
        return values;
    }

    /** Of a ramp [2, 3, 4], its last axis first. */
    private static float[] permuted() {
        float[] values = new float[24];
        for (int i = 0; i < 24; i++) {
            values[i] = i / 6 + 4 * (i % 6);
        }
        return values;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("views")
    void viewsOfSharedStoragesAreReadInTheOrderOfADenseTensor(String name, int[] shape, float[] values) {
        try (TorchFile file = open("protocol2.pkl")) {
            CheckpointTensors tensors = file.tensors("views");
            assertEquals("protocol2.pkl (views)", tensors.origin());
            assertArrayEquals(shape, tensors.shape(name));
            Tensor found = tensors.load(name);
            assertArrayEquals(shape, found.shape());
            assertArrayEquals(values, found.data());
        }
    }

    static Stream<Arguments> types() {
        return Stream.of(
                arguments("float", DataType.F32, new float[] {0.5f, -1.5f, Float.POSITIVE_INFINITY}),
                arguments("half", DataType.F16, new float[] {0.5f, -1.5f, 65504}),
                arguments("bfloat16", DataType.BF16, new float[] {0.5f, -1.5f, 256}),
                arguments("double", DataType.F64, new float[] {0.5f, -1.5f, 0x1p60f}),
                arguments("long", DataType.I64, new float[] {0, -1, 0x1p40f}),
                arguments("int", DataType.I32, new float[] {0, -1, 1 << 20}),
                arguments("short", DataType.I16, new float[] {0, -1, 300}),
                arguments("char", DataType.I8, new float[] {0, -1, 127}),
                arguments("byte", DataType.U8, new float[] {0, 1, 255}),
                arguments("bool", DataType.BOOL, new float[] {0, 1, 1}),
                arguments("empty", DataType.F32, new float[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void everyElementTypeIsRead(String name, DataType type, float[] values) {
        try (TorchFile file = open("protocol4.pkl")) {
            CheckpointTensors tensors = file.tensors("types");
            assertEquals(type, tensors.type(name));
            assertArrayEquals(values, tensors.load(name).data());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "parameters"})
    void stateDictsWithMetadataAndParametersAreTensors(String key) {
        try (TorchFile file = open("protocol2.pkl")) {
            assertModule(file.tensors(key));
        }
    }

    @Test
    void aFlatFileIsItsTensors() {
        try (TorchFile file = open("flat.bin")) {
            assertModule(file.tensors());
        }
    }

    @Test
    void aFileOfBefore16IsItsTensors() {
        try (TorchFile file = open("legacy.pkl")) {
            CheckpointTensors tensors = file.tensors();
            assertArrayEquals(new int[] {2}, tensors.shape("a"));
            assertEquals(DataType.F32, tensors.type("a"));
            assertArrayEquals(ramp(2), tensors.load("a").data());
        }
    }

    private static void assertModule(CheckpointTensors tensors) {
        List<String> names = List.of("first.weight", "first.bias", "second.weight", "second.bias");
        assertEquals(names, List.copyOf(tensors.names()));
        assertArrayEquals(new int[] {2, 3}, tensors.shape("first.weight"));
        assertArrayEquals(new int[] {2, 1, 1, 1}, tensors.shape("second.weight"));
        assertArrayEquals(ramp(6), tensors.load("first.weight").data());
        assertArrayEquals(ramp(2), tensors.load("second.bias").data());
    }

    @ParameterizedTest
    @CsvSource({"program.pt, a TorchScript program, state_dict()"})
    void otherFormatsOfPyTorchAreRefusedWithAWayOut(String name, String found, String nextStep) {
        ModelException refused = assertThrows(ModelException.class, () -> open(name));
        assertEquals(found, refused.problem().found());
        assertTrue(refused.problem().asked().endsWith(name), refused.getMessage());
        assertTrue(refused.problem().nextStep().contains(nextStep), refused.getMessage());
    }
}
