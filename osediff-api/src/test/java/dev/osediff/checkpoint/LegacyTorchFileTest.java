package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of before PyTorch 1.6, built by hand; one that PyTorch wrote is in {@link TorchFixtureTest}. */
class LegacyTorchFileTest {
    private static final byte[] MAGIC = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");

    private long version = 1001;
    private boolean littleEndian = true;
    private byte[] magic = MAGIC;
    private byte[] content = tensors("1", "2").ops(".").bytes();
    private List<String> keys = List.of("2", "1");
    private long elements = 2;
    private byte[] end = {};

    /** Two views of two storages: {"a": storage 1, "b": storage 2 from its second element}. */
    private static PickleBytes tensors(String first, String second) {
        PickleBytes pickle = PickleBytes.start().ops("}(");
        pickle = tensor(pickle.text("a"), first, 0, 2);
        return tensor(pickle.text("b"), second, 1, 1).ops("u");
    }

    private static PickleBytes tensor(PickleBytes pickle, String key, int offset, int length) {
        return pickle.global("torch._utils", "_rebuild_tensor_v2")
                .ops("((")
                .text("storage")
                .global("torch", "FloatStorage")
                .text(key)
                .text("cuda:0")
                .integer(2)
                .ops("NtQ")
                .integer(offset)
                .integer(length)
                .op(0x85)
                .integer(1)
                .op(0x85, 0x89)
                .global("collections", "OrderedDict")
                .ops(")RtR");
    }

    private byte[] file() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(magic);
        out.writeBytes(PickleBytes.start().integer(version).ops(".").bytes());
        out.writeBytes(PickleBytes.start()
                .ops("}(")
                .text("little_endian")
                .op(littleEndian ? 0x88 : 0x89)
                .ops("u.")
                .bytes());
        out.writeBytes(content);
        PickleBytes list = PickleBytes.start().ops("](");
        for (String key : keys) {
            list = list.text(key);
        }
        out.writeBytes(list.ops("e.").bytes());
        for (String key : keys) {
            ByteBuffer storage = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            storage.putLong(elements);
            storage.putFloat(Integer.parseInt(key));
            storage.putFloat(10 + Integer.parseInt(key));
            out.writeBytes(storage.array());
        }
        out.writeBytes(end);
        return out.toByteArray();
    }

    private TorchFile open() {
        return TorchFile.of(file(), "old.pth");
    }

    private void assertRefused(String asked, String found) {
        ModelException refused = assertThrows(ModelException.class, this::open);
        assertTrue(refused.problem().asked().contains(asked), refused.getMessage());
        assertTrue(refused.problem().found().contains(found), refused.getMessage());
    }

    @Test
    void storagesLieInTheOrderOfTheirKeys() {
        try (TorchFile file = open()) {
            assertArrayEquals(new float[] {1, 11}, file.tensors().load("a").data());
            assertArrayEquals(new float[] {12}, file.tensors().load("b").data());
            assertEquals(List.of("a", "b"), List.copyOf(file.tensors().names()));
        }
    }

    /** As Python 2 wrote a state_dict: OrderedDict([[key, value], ...]), with attributes. */
    @Test
    void aDictionaryMayBeMadeOfPairs() {
        PickleBytes pickle =
                PickleBytes.start().global("collections", "OrderedDict").ops("](](");
        pickle = tensor(pickle.text("a"), "1", 0, 2).ops("e](");
        pickle = tensor(pickle.text("b"), "2", 1, 1).ops("ee").op(0x85).ops("R}(");
        content = pickle.text("_metadata").ops("}ub.").bytes();
        try (TorchFile file = open()) {
            assertEquals(List.of("a", "b"), List.copyOf(file.tensors().names()));
            assertArrayEquals(new float[] {1, 11}, file.tensors().load("a").data());
            assertArrayEquals(new float[] {12}, file.tensors().load("b").data());
        }
    }

    @Test
    void otherPicklesAndVersionsAreRefused() {
        magic = PickleBytes.start().integer(5).ops(".").bytes();
        assertRefused("the file", "a pickle of something else");
        magic = MAGIC;
        version = 1002;
        assertRefused("version", "1002");
        version = 1001;
        littleEndian = false;
        assertRefused("byte order", "");
    }

    @Test
    void storagesThatDoNotFitThePickleAreRefused() {
        keys = List.of("2", "3");
        assertRefused("storage 3", "no tensor of it");
        keys = List.of("2", "2");
        assertRefused("storage 2", "twice");
        keys = List.of("2");
        assertRefused("storage 1", "no values");
        keys = List.of("2", "1");
        elements = 1;
        assertRefused("storage 2", "1 elements");
        elements = 2;
        end = new byte[3];
        assertRefused("the file", "3 bytes after");
    }

    @Test
    void everyShorterFileIsRefused() {
        byte[] whole = file();
        for (int length = 4; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(ModelException.class, () -> TorchFile.of(part, "old.pth"), length + " bytes");
        }
    }

    @Test
    void objectsAreRefusedAsInNewFiles() {
        content = PickleBytes.start()
                .global("os", "system")
                .ops("(")
                .text("id")
                .ops("tR.")
                .bytes();
        assertRefused("the pickle at offset", "os.system");
    }
}
