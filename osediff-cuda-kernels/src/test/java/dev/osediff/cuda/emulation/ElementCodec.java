package dev.osediff.cuda.emulation;

import dev.osediff.cuda.kernel.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floats as a device's bytes and back, rounded to nearest even where the type is narrower. */
final class ElementCodec {
    private ElementCodec() {}

    static byte[] encode(float[] values, ElementType type) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (type) {
                case F32 -> bytes.putFloat(value);
                case F16 -> bytes.putShort(half(value));
                case BF16 -> bytes.putShort(brain(value));
            }
        }
        return bytes.array();
    }

    static float[] decode(byte[] bytes, ElementType type) {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.length / type.bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case F32 -> from.getFloat();
                case F16 -> fromHalf(from.getShort());
                case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
            };
        }
        return values;
    }

    static float[] round(float[] values, ElementType type) {
        return decode(encode(values, type), type);
    }

    private static short brain(float value) {
        int bits = Float.floatToIntBits(value);
        return (short) (Float.isNaN(value) ? 0x7fc0 : bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    static short half(float value) {
        int sign = Float.floatToIntBits(value) >>> 16 & 0x8000;
        double magnitude = Math.abs((double) value);
        int bits;
        if (Float.isNaN(value)) {
            bits = 0x7e00;
        } else if (magnitude >= 65520) {
            bits = 0x7c00;
        } else {
            int exponent = Math.max(Math.getExponent(magnitude), -14);
            bits = (exponent + 14 << 10) + (int) Math.rint(Math.scalb(magnitude, 10 - exponent));
        }
        return (short) (sign | bits);
    }

    static float fromHalf(short bits) {
        int exponent = bits >>> 10 & 31;
        int fraction = bits & 1023;
        double magnitude;
        if (exponent == 31) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            magnitude =
                    exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1024.0 + fraction, exponent - 25);
        }
        return (float) (bits < 0 ? -magnitude : magnitude);
    }
}
