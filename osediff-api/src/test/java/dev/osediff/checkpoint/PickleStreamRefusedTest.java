package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.PickleRefusals.assertNames;
import static dev.osediff.checkpoint.PickleRefusals.refuse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged pickles, and such that claim too much, are refused with offset, what was found and the limit. */
class PickleStreamRefusedTest {
    private static final long HUGE = 1L << 60;

    private static PickleBytes start() {
        return PickleBytes.start();
    }

    static Stream<Arguments> streams() {
        return Stream.of(
                arguments(new byte[0], "at offset 0", "1 bytes", "the 0 bytes left"),
                arguments(new byte[] {'}', '.'}, "offset 0", "no protocol number", "protocol 2 to 5"),
                arguments(new PickleBytes().op(0x80, 1).ops("}").end(), "offset 0", "protocol 1", "2 to 5"),
                arguments(new PickleBytes().op(0x80, 6).ops("}").end(), "offset 0", "protocol 6", "2 to 5"),
                arguments(start().bytes(), "offset 2", "1 bytes", "0 bytes left"),
                arguments(start().ops("}").bytes(), "offset 3", "1 bytes", "0 bytes left"),
                arguments(start().ops("}..").bytes(), "offset 3", "1 bytes after the end", "none"),
                arguments(start().ops("}}").end(), "offset 4", "2 values", "one"),
                arguments(start().end(), "offset 2", "no value", "a value"),
                arguments(start().ops("(").end(), "offset 3", "no value", "a value"),
                arguments(start().ops("(}").end(), "offset 4", "2 values", "one"),
                arguments(start().ops("t").end(), "offset 2", "no mark", "a mark"),
                arguments(start().ops("}u").end(), "offset 3", "no mark", "a mark"),
                arguments(start().ops("}s").end(), "offset 3", "no value", "a value"),
                arguments(start().ops("(s").end(), "offset 3", "no value", "a value"),
                arguments(start().ops("0").end(), "offset 2", "no value", "a value"),
                arguments(start().ops("R").end(), "offset 2", "no value", "a value"),
                arguments(start().op('h', 7).end(), "offset 2", "memo entry 7", "stored before"),
                arguments(start().ops("j").u32(-1).end(), "offset 2", "memo entry 4294967295", "stored before"),
                arguments(start().ops("}r").u32(-1).end(), "offset 3", "memo entry 4294967295", "at most"),
                arguments(start().op('q', 0).end(), "offset 2", "no value", "a value"),
                arguments(start().ops("X").u32(-1).end(), "offset 2", "4294967295 bytes", "1 bytes left"),
                arguments(start().ops("B").u32(1 << 30).end(), "offset 2", "1073741824 bytes", "1 bytes left"),
                arguments(start().ops("T").u32(-5).end(), "offset 2", "bytes", "1 bytes left"),
                arguments(start().op(0x8d).u64(4L << 30).end(), "offset 2", "4294967296 bytes", "1 bytes left"),
                arguments(start().op(0x8d).u64(-1).end(), "offset 2", "18446744073709551615", "1 bytes left"),
                arguments(start().op(0x8e).u64(HUGE).end(), "offset 2", "1152921504606846976", "1 bytes left"),
                arguments(start().op(0x96).u64(HUGE).end(), "offset 2", "1152921504606846976", "1 bytes left"),
                arguments(start().op(0x95).u64(HUGE).end(), "offset 2", "1152921504606846976", "1 bytes left"),
                arguments(start().op(0x8a, 9).u64(1).end(), "offset 2", "9 bytes", "at most 8"),
                arguments(start().op(0x8b).u32(1 << 30).end(), "offset 2", "1073741824 bytes", "at most 8"),
                arguments(start().op(0x8b).u32(-1).end(), "offset 2", "-1 bytes", "at most 8"),
                arguments(start().op('X', 1, 0, 0, 0, 0xFF).end(), "offset 2", "not UTF-8", "UTF-8"),
                arguments(start().op('U', 2, 0xED, 0xA0).end(), "offset 2", "not UTF-8", "UTF-8"),
                arguments(start().ops("ctorch").end(), "offset 2", "without an end", "line"),
                arguments(start().ops("c" + "m".repeat(5000) + "\n").end(), "offset 2", "without an end", "256 bytes"),
                arguments(start().op('K', 1, 'K', 2, 0x93).end(), "offset 6", "no text", "module and name"));
    }

    @ParameterizedTest(name = "[{index}] {2}")
    @MethodSource("streams")
    void aDamagedStreamIsRefused(byte[] pickle, String offset, String found, String limit) {
        assertNames(refuse(pickle, 0), offset, found, limit);
    }

    /** The old text opcodes, the ones that call, extensions and numbers that stand for no opcode at all. */
    static Stream<Integer> opcodes() {
        return Stream.of(
                (int) 'I', (int) 'L', (int) 'F', (int) 'S', (int) 'V', (int) 'P', (int) 'i', (int) 'o', (int) 'g',
                (int) 'p', (int) '2', 0x81, 0x82, 0x83, 0x84, 0x92, 0x97, 0x98, 0x99, 0x00, 0xFF);
    }

    @ParameterizedTest
    @MethodSource("opcodes")
    void anOpcodeOfNoPlainDataIsRefused(int opcode) {
        byte[] pickle = start().ops("}").op(opcode).ops("1\n1\n1").end();
        assertNames(refuse(pickle, 0), "offset 3", String.format("0x%02x", opcode), "plain data");
    }
}
