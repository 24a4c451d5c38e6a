package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.ZipBytes.NONE;
import static dev.osediff.checkpoint.ZipRefusedTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries that inflate too much or to another length, and zip64 sizes that are not true, are refused. */
class ZipInflateTest {
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

    @Test
    void aBombIsRefusedBeforeItInflates() {
        byte[] bomb = new ZipBytes()
                .deflated("a/data.pkl", pickle(1 << 20))
                .deflated("a/data/0", new byte[4 << 20])
                .end();
        assertRefused(bomb, "zip entry a/data/0", "bytes that inflate to 4194304", "at most 200 times");
        ZipBytes.Change huge = header -> header.putInt(ZipBytes.SIZE, 1 << 30).putInt(ZipBytes.PACKED, 1 << 29);
        byte[] claimed = new ZipBytes()
                .stored("a/data.pkl", PICKLE)
                .add(NAME, floats(), true, NONE, huge)
                .end();
        assertRefused(claimed, "zip entry a/data/0", "inflate to 1073741824", "and 536870912 bytes");
    }

    static Stream<Arguments> wrongLengths() {
        return Stream.of(
                arguments(4004, "another length than 4000 bytes", "4004 bytes"),
                arguments(3996, "more data", "3996 bytes"),
                arguments(0, "more data", "0 bytes"));
    }

    @ParameterizedTest
    @MethodSource("wrongLengths")
    void dataThatInflatesToAnotherLengthIsRefused(int claimed, String found, String limit) {
        ZipBytes.Change local = header -> header.putInt(22, claimed);
        ZipBytes.Change central = header -> header.putInt(ZipBytes.SIZE, claimed);
        byte[] archive = new ZipBytes()
                .stored("a/data.pkl", pickle(claimed / 4))
                .add(NAME, floats(), true, local, central)
                .end();
        assertRefusedAtLoading(archive, found, limit);
    }

    @Test
    void dataThatIsNotDeflatedIsRefused() {
        ZipBytes.Change local = header -> header.putShort(8, (short) 8);
        ZipBytes.Change central = header -> header.putShort(ZipBytes.METHOD, (short) 8);
        byte[] noise = floats();
        noise[0] = 7;
        byte[] archive = new ZipBytes()
                .stored("a/data.pkl", PICKLE)
                .add(NAME, noise, false, local, central)
                .end();
        assertRefusedAtLoading(archive, "cannot be inflated", "deflated data");
    }

    private static void assertRefusedAtLoading(byte[] archive, String found, String limit) {
        try (TorchFile file = TorchFile.of(archive, "bad.pkl")) {
            CheckpointTensors tensors = file.tensors();
            ModelException refused = assertThrows(ModelException.class, () -> tensors.load("w"));
            assertTrue(refused.getMessage().contains("zip entry a/data/0 of bad.pkl"), refused.getMessage());
            assertTrue(refused.problem().found().contains(found), refused.getMessage());
            assertTrue(refused.problem().limit().contains(limit), refused.getMessage());
        }
    }

    /** Sizes that do not fit into 32 bits lie in an extra field behind the name. */
    private static byte[] wideEntry(long bytes) {
        ByteBuffer name = ByteBuffer.allocate(NAME.length + 20).order(ByteOrder.LITTLE_ENDIAN);
        name.put(NAME).putShort((short) 1).putShort((short) 16).putLong(bytes).putLong(bytes);
        ZipBytes.Change local = header -> header.putInt(18, -1)
                .putInt(22, -1)
                .putShort(26, (short) NAME.length)
                .putShort(28, (short) 20);
        ZipBytes.Change central = header -> header.putInt(ZipBytes.PACKED, -1)
                .putInt(ZipBytes.SIZE, -1)
                .putShort(28, (short) NAME.length)
                .putShort(30, (short) 20);
        return new ZipBytes()
                .stored("a/data.pkl", PICKLE)
                .add(name.array(), floats(), false, local, central)
                .wideEnd(NONE);
    }

    @Test
    void wideSizesAreReadAndNotBelieved() {
        try (TorchFile file = TorchFile.of(wideEntry(4 * ELEMENTS), "wide")) {
            assertEquals(0.37f, file.tensors().load("w").data()[1]);
        }
        String name = "zip entry a/data/0";
        assertRefused(wideEntry(1L << 60), name, "1152921504606846976 bytes from byte", "data before byte");
        assertRefused(wideEntry(Long.MAX_VALUE), name, "9223372036854775807 bytes from byte", "data before byte");
        assertRefused(wideEntry(-1), name, "sizes above 2^63", "within the archive");
        ZipBytes.Change hundredThousand = end -> end.putLong(24, 100_000).putLong(32, 100_000);
        byte[] many = new ZipBytes().stored("a/data.pkl", PICKLE).wideEnd(hundredThousand);
        assertRefused(many, "the end of the zip directory", "entries=100000", "two records that agree");
    }
}
