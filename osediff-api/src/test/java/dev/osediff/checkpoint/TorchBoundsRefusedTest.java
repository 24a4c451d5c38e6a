package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.PickleRefusals.assertNames;
import static dev.osediff.checkpoint.PickleRefusals.refuse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Views outside their storage and storages of other lengths are refused before anything is allocated for them. */
class TorchBoundsRefusedTest {
    private static final long HUGE = 1L << 60;

    private static PickleBytes start() {
        return PickleBytes.start();
    }

    private static long[] of(long... values) {
        return values;
    }

    static Stream<Arguments> tensors() {
        return Stream.of(
                arguments(4, 0, of(5), of(1), "elements 0 to 4"),
                arguments(4, 1, of(4), of(1), "elements 1 to 4"),
                arguments(4, -1, of(1), of(1), "elements -1 to -1"),
                arguments(4, Long.MAX_VALUE, of(2), of(1), "shape [2]"),
                arguments(4, Long.MAX_VALUE, of(1), of(1), "elements 9223372036854775807"),
                arguments(4, 0, of(2), of(-1), "stride [-1]"),
                arguments(4, 3, of(2), of(-3), "stride [-3]"),
                arguments(4, 0, of(2), of(HUGE), "elements 0 to " + HUGE),
                arguments(4, 0, of(3), of(Long.MAX_VALUE), "stride [9223372036854775807]"),
                arguments(4, 0, of(2, 2), of(4, 1), "elements 0 to 5"),
                arguments(4, 0, of(-1), of(1), "an axis of -1"),
                arguments(4, 0, of(1L << 32), of(1), "an axis of 4294967296"),
                arguments(4, 0, of(1 << 30, 1 << 30, 1 << 30), of(0, 0, 0), "shape [1073741824"),
                arguments(4, 0, of(1 << 30, 4), of(0, 0), "4294967296 elements"),
                arguments(4, 0, of(1 << 30), of(0), "1073741824 elements"),
                arguments(4, 0, of(5), of(0), "5 elements"),
                arguments(4, 0, of(2), of(1, 1), "2 strides"),
                arguments(4, 0, of(2, 2), of(1), "1 strides"),
                arguments(4, 0, of(1, 1, 1, 1, 1, 1, 1, 1, 1), of(1, 1, 1, 1, 1, 1, 1, 1, 1), "9 axes"));
    }

    @ParameterizedTest(name = "[{index}] {4}")
    @MethodSource("tensors")
    void aViewOutsideItsStorageIsRefused(long elements, long offset, long[] shape, long[] stride, String found) {
        byte[] pickle = start().ops("}")
                .text("w")
                .tensor(elements, offset, shape, stride)
                .ops("s")
                .end();
        assertNames(refuse(pickle, 4), "offset", found, "");
    }

    static Stream<Arguments> storages() {
        return Stream.of(
                arguments(HUGE, 4, "16 bytes", HUGE + " elements of 4 bytes"),
                arguments(550_000_000, 4, "16 bytes", "550000000 elements of 4 bytes"),
                arguments(5, 4, "16 bytes", "5 elements of 4 bytes"),
                arguments(3, 4, "16 bytes", "3 elements of 4 bytes"));
    }

    @ParameterizedTest
    @MethodSource("storages")
    void aStorageOfAnotherLengthIsRefused(long claimed, int there, String found, String limit) {
        byte[] pickle = start().ops("}")
                .text("w")
                .tensor(claimed, 0, of(1), of(1))
                .ops("s")
                .end();
        assertNames(refuse(pickle, there), "storage 0", found, limit);
    }

    @Test
    void aStorageThatIsNotThereIsRefused() {
        byte[] pickle = start().ops("}")
                .text("w")
                .storage("FloatStorage", "../1", 1)
                .ops("s")
                .end();
        assertNames(refuse(pickle, 1), "storage ../1", "no entry", "a/data/../1");
    }
}
