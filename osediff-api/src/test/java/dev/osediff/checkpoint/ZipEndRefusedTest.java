package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.ZipRefusedTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.error.ModelException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives whose last record or directory counts wrong, is cut or surrounded by other bytes are refused. */
class ZipEndRefusedTest {
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

    private static ZipBytes.Change u16(int at, int value) {
        return header -> header.putShort(at, (short) value);
    }

    private static ZipBytes.Change i32(int at, int value) {
        return header -> header.putInt(at, value);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                arguments(valid().end(i32(0, 7)), "no record in the last 22 bytes", "a whole zip archive"),
                arguments(valid().end(u16(4, 1)), "several disks or a comment", "one archive"),
                arguments(valid().end(u16(8, 1)), "several disks or a comment", "one archive"),
                arguments(valid().end(u16(20, 1)), "several disks or a comment", "one archive"),
                arguments(valid().end(i32(12, 7)), "directory of 7 bytes", "one that ends at byte"),
                arguments(valid().end(i32(16, -1)), "from byte 4294967295", "one that ends at byte"),
                arguments(valid().wideEnd(i32(0, 7)), "no zip64 record", "fills the place"),
                arguments(valid().wideEnd(i32(4, 45)), "no zip64 record", "fills the place"),
                arguments(valid().wideEnd(i32(16, 1)), "no zip64 record", "fills the place"),
                arguments(valid().wideEnd(i32(24, 7)), "no zip64 record", "fills the place"),
                arguments(
                        valid().wideEnd(end -> end.putLong(24, 7).putLong(32, 7)),
                        "entries=2",
                        "two records that agree"),
                arguments(valid().wideEnd(end -> end.putLong(40, 1L << 60)), "1152921504606846976", "one that ends"),
                arguments(valid().wideEnd(end -> end.putLong(48, -1)), "from byte -1", "one that ends"));
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @MethodSource("ends")
    void aLyingEndIsRefused(byte[] archive, String found, String limit) {
        assertRefused(archive, "the end of the zip directory", found, limit);
    }

    @Test
    void entriesThatAreCountedWrongAreRefused() {
        byte[] more = valid().end(end -> end.putShort(8, (short) 3).putShort(10, (short) 3));
        assertRefused(more, "the zip directory", "3 entries", "at most 2 in");
        byte[] many = valid().end(end -> end.putShort(8, (short) 9).putShort(10, (short) 9));
        assertRefused(many, "the zip directory", "9 entries", "at most 2 in");
        byte[] fewer = valid().end(end -> end.putShort(8, (short) 1).putShort(10, (short) 1));
        assertRefused(fewer, "the zip directory", "bytes more", "1 entries");
    }

    @Test
    void bytesBeforeAndAfterAreRefused() {
        byte[] before = new ZipBytes()
                .gap(ascii("PK\3\4#!/bin/sh"))
                .stored("a/data.pkl", PICKLE)
                .end();
        assertRefused(before, "zip entry a/data.pkl", "13 bytes before it", "begins with an entry");
        byte[] whole = valid().end();
        assertRefused(Arrays.copyOf(whole, whole.length + 1), "the end", "no record", "a whole zip archive");
    }

    @Test
    void everyCutIsRefused() {
        byte[] whole = valid().end();
        assertArrayEquals(
                new float[] {1, 2},
                TorchFile.of(whole, "whole").tensors().load("w").data());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            ModelException refused = assertThrows(ModelException.class, () -> TorchFile.of(cut, "cut.pkl"));
            assertTrue(refused.problem().asked().endsWith(" of cut.pkl"), refused.getMessage());
        }
    }
}
