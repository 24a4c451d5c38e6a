package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.ZipBytes.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.ModelException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that lie, overlap, point outside or inflate too much are refused with the entry, what was found and the limit. */
class ZipRefusedTest {
    private static final byte[] PICKLE = PickleBytes.start()
            .ops("}")
            .text("w")
            .tensor(2, 0, new long[] {2}, new long[] {1})
            .ops("s")
            .end();
    private static final byte[] FLOATS = {0, 0, -128, 63, 0, 0, 0, 64};

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ZipBytes valid() {
        return new ZipBytes().stored("a/data.pkl", PICKLE).stored("a/data/0", FLOATS);
    }

    private static byte[] with(String name) {
        return valid().stored(name, new byte[1]).end();
    }

    private static byte[] changed(ZipBytes.Change local, ZipBytes.Change central) {
        return new ZipBytes()
                .stored("a/data.pkl", PICKLE)
                .add(ascii("a/data/0"), FLOATS, false, local, central)
                .end();
    }

    private static ZipBytes.Change u16(int at, int value) {
        return header -> header.putShort(at, (short) value);
    }

    private static ZipBytes.Change i32(int at, int value) {
        return header -> header.putInt(at, value);
    }

    static Stream<Arguments> archives() {
        return Stream.of(
                arguments(with("../a"), "zip entry ../a", "leave the archive", "relative path"),
                arguments(with("a/../../b"), "zip entry a/../../b", "leave the archive", "relative path"),
                arguments(with("/etc/passwd"), "zip entry /etc/passwd", "leave the archive", "relative path"),
                arguments(with("a\\b"), "zip entry a\\b", "leave the archive", "relative path"),
                arguments(with("C:b"), "zip entry C:b", "leave the archive", "relative path"),
                arguments(with("a/./b"), "zip entry a/./b", "leave the archive", "relative path"),
                arguments(with("a\0b"), "zip entry a\\u0000b", "leave the archive", "relative path"),
                arguments(with("a\nb"), "zip entry a\\u000ab", "leave the archive", "relative path"),
                arguments(with(""), "zip entry ", "leave the archive", "relative path"),
                arguments(with("a/data/0"), "zip entry a/data/0", "two of that name", "one"),
                arguments(with("data.pkl"), "the archive", "two entries data.pkl", "one"),
                arguments(with("b/data.pkl"), "the archive", "two entries data.pkl", "one"),
                arguments(with("a/constants.pkl"), "the archive", "TorchScript program", "tensors only"),
                arguments(with("a/code/m.py"), "the archive", "TorchScript program", "tensors only"),
                arguments(new ZipBytes().stored("b/x", FLOATS).end(), "the archive", "no entry data.pkl", "torch.save"),
                arguments(new ZipBytes().end(), "the file", "neither zip nor pickle", "torch.save"),
                arguments(
                        valid().add(new byte[] {'a', -1}, FLOATS, false, NONE, NONE)
                                .end(),
                        "zip entry a",
                        "not UTF-8",
                        "UTF-8"),
                arguments(valid().stored("a/byteorder", ascii("middle")).end(), "byteorder", "middle", "little or big"),
                arguments(valid().stored("a/byteorder", new byte[65]).end(), "byteorder", "65 bytes", "at most 64"),
                arguments(changed(NONE, u16(ZipBytes.FLAGS, 1)), "zip entry a/data/0", "encrypted", "plain"),
                arguments(changed(NONE, u16(ZipBytes.FLAGS, 1 << 13)), "zip entry a/data/0", "encrypted", "plain"),
                arguments(changed(NONE, u16(ZipBytes.METHOD, 12)), "zip entry a/data/0", "method 12", "0 (stored)"),
                arguments(changed(NONE, u16(ZipBytes.METHOD, 99)), "zip entry a/data/0", "method 99", "8 (deflated)"),
                arguments(changed(NONE, u16(ZipBytes.DISK, 1)), "zip entry a/data/0", "disk 1", "one disk"),
                arguments(
                        changed(NONE, i32(ZipBytes.ATTRIBUTES, 0xA1FF0000)),
                        "zip entry a/data/0",
                        "a symbolic link",
                        "files"),
                arguments(
                        changed(NONE, i32(ZipBytes.SIZE, 2_200_000_000L)),
                        "zip entry a/data/0",
                        "8 bytes stored",
                        "2200000000 bytes"),
                arguments(
                        changed(
                                header ->
                                        header.putInt(18, (int) 2_200_000_000L).putInt(22, (int) 2_200_000_000L),
                                both(2_200_000_000L)),
                        "zip entry a/data/0",
                        "2200000000 bytes from byte",
                        "data before byte"),
                arguments(changed(NONE, both(0xFFFFFFFFL)), "zip entry a/data/0", "no zip64 field", "2 large sizes"),
                arguments(changed(NONE, both(4)), "zip entry a/data/0", "and 8 of 8 bytes", "and 4 of 4 bytes"),
                arguments(changed(NONE, i32(ZipBytes.PLACE, 0)), "zip entry a/data/0", "starts at byte 0", "byte "),
                arguments(changed(NONE, i32(ZipBytes.PLACE, 41)), "zip entry a/data/0", "starts at byte 41", "byte "),
                arguments(
                        changed(NONE, i32(ZipBytes.PLACE, 1 << 30)),
                        "zip entry a/data/0",
                        "a header at byte 1073741824",
                        "one before byte"),
                arguments(changed(i32(0, 7), NONE), "zip entry a/data/0", "another header", "the directory says"),
                arguments(changed(u16(6, 1 << 3), NONE), "zip entry a/data/0", "another header", "the directory says"),
                arguments(changed(u16(8, 8), NONE), "zip entry a/data/0", "another header", "the directory says"),
                arguments(
                        changed(header -> header.put(30, (byte) 'b'), NONE),
                        "zip entry a/data/0",
                        "another header",
                        "the directory says"),
                arguments(changed(u16(28, 0xFFFF), NONE), "zip entry a/data/0", "another header", "the directory says"),
                arguments(changed(i32(14, 7), NONE), "zip entry a/data/0", "CRC 7", "as the directory says"),
                arguments(changed(i32(22, 7), NONE), "zip entry a/data/0", "of 7 bytes", "as the directory says"),
                arguments(changed(NONE, i32(0, 7)), "the zip directory", "no entry at its byte", "an entry"),
                arguments(changed(NONE, u16(30, 5000)), "the zip directory", "ends outside", "whole entries"));
    }

    private static ZipBytes.Change i32(int at, long value) {
        return i32(at, (int) value);
    }

    /** Both sizes in the directory. */
    private static ZipBytes.Change both(long bytes) {
        return header -> header.putInt(ZipBytes.PACKED, (int) bytes).putInt(ZipBytes.SIZE, (int) bytes);
    }

    @ParameterizedTest(name = "[{index}] {1}: {2}")
    @MethodSource("archives")
    void aLyingEntryIsRefused(byte[] archive, String asked, String found, String limit) {
        assertRefused(archive, asked, found, limit);
    }

    @Test
    void moreThanTenThousandOtherEntriesAreRefused() {
        ZipBytes zip = valid();
        for (int i = 0; i < 10_000; i++) {
            zip.stored("a/x" + i, new byte[0]);
        }
        assertRefused(zip.end(), "the archive", "10001 entries besides tensors", "at most 10000");
    }

    static void assertRefused(byte[] archive, String asked, String found, String limit) {
        ModelException refused = assertThrows(ModelException.class, () -> TorchFile.of(archive, "bad.pkl"));
        assertEquals(ModelException.class, refused.getClass());
        assertTrue(refused.problem().asked().contains(asked), refused.getMessage());
        assertTrue(refused.problem().asked().endsWith(" of bad.pkl"), refused.getMessage());
        assertTrue(refused.problem().found().contains(found), refused.getMessage());
        assertTrue(refused.problem().limit().contains(limit), refused.getMessage());
    }
}
