package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.ZipBytes.NONE;
import static dev.osediff.checkpoint.ZipRefusedTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries that are deflated, in wide archives, of either byte order, or damaged. */
class ZipContentTest {
    private static final int ELEMENTS = 1000;
    private static final byte[] NAME = "a/data/0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PICKLE = pickle(ELEMENTS);

    private static byte[] pickle(int elements) {
        return PickleBytes.start()
                .ops("}")
                .text("w")
                .tensor(elements, 0, new long[] {elements}, new long[] {1})
                .ops("s")
                .end();
    }

    private static byte[] floats() {
        ByteBuffer bytes = ByteBuffer.allocate(4 * ELEMENTS);
        for (int i = 0; i < ELEMENTS; i++) {
            bytes.putInt(Integer.reverseBytes(Float.floatToIntBits(i * 0.37f)));
        }
        return bytes.array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Stream<Arguments> readable() {
        byte[] bigEndian = floats();
        for (int i = 0; i < bigEndian.length; i += 4) {
            ByteBuffer.wrap(bigEndian)
                    .putInt(i, Integer.reverseBytes(ByteBuffer.wrap(bigEndian).getInt(i)));
        }
        ZipBytes stored = new ZipBytes().stored("a/data.pkl", PICKLE).stored("a/data/0", floats());
        ZipBytes deflated = new ZipBytes().deflated("a/data.pkl", PICKLE).deflated("a/data/0", floats());
        return Stream.of(
                arguments("stored", stored.end()),
                arguments("zip64", stored.wideEnd(NONE)),
                arguments(
                        "without a folder",
                        new ZipBytes()
                                .stored("data.pkl", PICKLE)
                                .stored("data/0", floats())
                                .end()),
                arguments("little", stored.stored("a/byteorder", text("little")).end()),
                arguments("deflated", deflated.end()),
                arguments(
                        "with a folder entry",
                        deflated.stored("a/data/", new byte[0]).end()),
                arguments(
                        "big",
                        new ZipBytes()
                                .stored("a/data.pkl", PICKLE)
                                .stored("a/data/0", bigEndian)
                                .stored("a/byteorder", text("big"))
                                .end()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void whatIsStoredIsRead(String kind, byte[] archive) {
        try (TorchFile file = TorchFile.of(archive, kind)) {
            Tensor tensor = file.tensors().load("w");
            assertEquals(ELEMENTS, tensor.dim(0));
            for (int i = 0; i < ELEMENTS; i++) {
                assertEquals(i * 0.37f, tensor.data()[i]);
            }
        }
    }

    /** The check of a storage runs when a tensor of it is first read, and again after it failed. */
    @Test
    void aDamagedStorageIsRefusedWhenItIsRead() {
        byte[] archive = new ZipBytes()
                .stored("a/data.pkl", PICKLE)
                .stored("a/data/0", floats())
                .end();
        archive[30 + 10 + PICKLE.length + 30 + NAME.length + 77] ^= 1;
        try (TorchFile file = TorchFile.of(archive, "bad.pkl")) {
            CheckpointTensors tensors = file.tensors();
            for (int i = 0; i < 2; i++) {
                ModelException refused = assertThrows(ModelException.class, () -> tensors.load("w"));
                assertTrue(refused.getMessage().contains("zip entry a/data/0 of bad.pkl"), refused.getMessage());
                assertTrue(refused.problem().found().startsWith("CRC "), refused.getMessage());
                assertTrue(refused.problem().limit().startsWith("CRC "), refused.getMessage());
            }
        }
    }

    @Test
    void aDamagedPickleIsRefusedAtOpening() {
        byte[] archive = new ZipBytes()
                .stored("a/data.pkl", PICKLE)
                .stored("a/data/0", floats())
                .end();
        archive[30 + 10 + 5] ^= 1;
        assertRefused(archive, "zip entry a/data.pkl", "CRC ", "as the directory says");
    }

    @Test
    void emptyStoragesAreRead() {
        byte[] archive = new ZipBytes()
                .stored("a/data.pkl", pickle(0))
                .stored("a/data/0", new byte[0])
                .end();
        try (TorchFile file = TorchFile.of(archive, "empty")) {
            assertArrayEquals(new float[0], file.tensors().load("w").data());
        }
    }
}
