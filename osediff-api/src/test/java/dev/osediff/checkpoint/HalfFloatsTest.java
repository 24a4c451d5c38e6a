package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HalfFloatsTest {
    private static final int PATTERNS = 1 << 16;
    private static final int FP16_INFINITY = 0x7C00;
    private static final int BF16_INFINITY = 0x7F80;

    /** The definition: (-1)^s 2^(e-15) 1.f, or (-1)^s 2^-14 0.f where e = 0. */
    private static double fp16ByDefinition(int bits) {
        int exponent = bits >> 10 & 31;
        double fraction = (bits & 0x3FF) / 1024.0;
        double magnitude = exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
        return bits >= 0x8000 ? -magnitude : magnitude;
    }

    @Test
    void everyFp16PatternWidensToItsDefinitionAndNarrowsBack() {
        for (int bits = 0; bits < PATTERNS; bits++) {
            float wide = HalfFloats.fromFp16((short) bits);
            if ((bits & 0x7FFF) > FP16_INFINITY) {
                assertTrue(Float.isNaN(wide), "pattern " + bits);
                assertTrue(Float.isNaN(HalfFloats.fromFp16(HalfFloats.toFp16(wide))), "pattern " + bits);
                continue;
            }
            double expected = (bits & 0x7FFF) == FP16_INFINITY
                    ? (bits < 0x8000 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY)
                    : fp16ByDefinition(bits);
            assertEquals(expected, wide, "pattern " + bits);
            assertEquals((short) bits, HalfFloats.toFp16(wide), "pattern " + bits);
        }
    }

    @Test
    void everyBf16PatternWidensToItsUpperHalfAndNarrowsBack() {
        for (int bits = 0; bits < PATTERNS; bits++) {
            float wide = HalfFloats.fromBf16((short) bits);
            if ((bits & 0x7FFF) > BF16_INFINITY) {
                assertTrue(Float.isNaN(wide), "pattern " + bits);
                assertTrue(Float.isNaN(HalfFloats.fromBf16(HalfFloats.toBf16(wide))), "pattern " + bits);
                continue;
            }
            assertEquals(bits << 16, Float.floatToRawIntBits(wide), "pattern " + bits);
            assertEquals((short) bits, HalfFloats.toBf16(wide), "pattern " + bits);
        }
    }

    /** Between each two neighbours: the middle goes to the even one, everything else to the nearer one. */
    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void fp16RoundsToNearestTiesToEven(int sign) {
        for (int bits = 0; bits < FP16_INFINITY - 1; bits++) {
            double low = fp16ByDefinition(bits);
            double high = fp16ByDefinition(bits + 1);
            assertRounding((float) ((low + high) / 2), bits, sign, value -> HalfFloats.toFp16(value));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void bf16RoundsToNearestTiesToEven(int sign) {
        for (int bits = 0; bits < BF16_INFINITY - 1; bits++) {
            float middle = Float.intBitsToFloat(bits << 16 | 0x8000);
            assertRounding(middle, bits, sign, value -> HalfFloats.toBf16(value));
        }
    }

    private interface Narrowing {
        short narrow(float value);
    }

    private static void assertRounding(float middle, int bits, int sign, Narrowing to) {
        IntFunction<Short> signed = pattern -> (short) (sign < 0 ? pattern | 0x8000 : pattern);
        int even = (bits & 1) == 0 ? bits : bits + 1;
        assertEquals(signed.apply(even), to.narrow(sign * middle), () -> "tie above " + bits);
        assertEquals(signed.apply(bits), to.narrow(sign * Math.nextDown(middle)), () -> "below the tie above " + bits);
        assertEquals(
                signed.apply(bits + 1), to.narrow(sign * Math.nextUp(middle)), () -> "above the tie above " + bits);
    }

    @ParameterizedTest
    @CsvSource({
        "65504, 7BFF",
        "65519.996, 7BFF",
        "65520, 7C00",
        "1e30, 7C00",
        "Infinity, 7C00",
        "-Infinity, FC00",
        "-65520, FC00",
        "-0.0, 8000",
        "2.9802322E-8, 0000",
        "2.9802326E-8, 0001",
        "1e-45, 0000",
        "-1e-45, 8000",
        "6.1035156E-5, 0400"
    })
    void fp16Limits(float value, String bits) {
        assertEquals((short) Integer.parseInt(bits, 16), HalfFloats.toFp16(value));
    }

    @ParameterizedTest
    @CsvSource({
        "3.3895314E38, 7F7F",
        "3.4028235E38, 7F80",
        "-3.4028235E38, FF80",
        "Infinity, 7F80",
        "-Infinity, FF80",
        "-0.0, 8000",
        "1e-45, 0000"
    })
    void bf16Limits(float value, String bits) {
        assertEquals((short) Integer.parseInt(bits, 16), HalfFloats.toBf16(value));
    }

    /** A NaN whose payload lies in the dropped bits must not become infinite. */
    @ParameterizedTest
    @ValueSource(ints = {0x7F800001, 0x7F80FFFF, 0x7FC00000, 0x7FFFFFFF, 0xFF800001, 0xFFFFFFFF})
    void notANumberStaysNotANumber(int bits) {
        float value = Float.intBitsToFloat(bits);
        assertTrue(Float.isNaN(HalfFloats.fromFp16(HalfFloats.toFp16(value))));
        assertTrue(Float.isNaN(HalfFloats.fromBf16(HalfFloats.toBf16(value))));
    }

    @Test
    void randomValuesGoToTheNearestFp16() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt(0x477FE000));
            int bits = HalfFloats.toFp16(value);
            double error = Math.abs(fp16ByDefinition(bits) - value);
            assertTrue(error <= Math.abs(fp16ByDefinition(bits + 1) - value), "value " + value);
            assertTrue(bits == 0 || error <= Math.abs(fp16ByDefinition(bits - 1) - value), "value " + value);
        }
    }
}
