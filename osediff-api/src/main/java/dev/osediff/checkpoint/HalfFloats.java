package dev.osediff.checkpoint;

/** Conversions between float32 and the two 16-bit floating-point types; narrowing rounds to nearest, ties to even. */
public final class HalfFloats {
    private static final float SMALLEST_SUBNORMAL = 0x1p-24f;

    private HalfFloats() {}

    /** Widens IEEE 754 binary16 bits. Exact. */
    public static float fromFp16(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        int sign = (bits & 0x8000) << 16;
        if (exponent == 0) {
            float magnitude = fraction * SMALLEST_SUBNORMAL;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    /** Narrows to IEEE 754 binary16 bits; what is too large becomes infinite, NaN stays NaN. */
    public static short toFp16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > 0x7F800000) {
            return (short) (sign | 0x7E00);
        }
        // 65520 is half-way between the largest finite value and the next power of two.
        if (magnitude >= 0x477FF000) {
            return (short) (sign | 0x7C00);
        }
        if (magnitude < 0x38800000) {
            // Subnormal: a multiple of 2^-24. The product is exact and Math.rint rounds ties to even.
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) / (double) SMALLEST_SUBNORMAL));
        }
        int rebased = magnitude - (127 - 15 << 23);
        int odd = rebased >> 13 & 1;
        return (short) (sign | rebased + 0xFFF + odd >> 13);
    }

    /** Widens bfloat16 bits. Exact. */
    public static float fromBf16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Narrows to bfloat16 bits; NaN stays NaN. */
    public static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }
}
