package dev.osediff.checkpoint;

import java.nio.ByteBuffer;

/** Element types of a checkpoint that can be read as float32. */
public enum DataType {
    /** IEEE single precision. */
    F32(4),
    /** IEEE half precision. */
    F16(2),
    /** bfloat16. */
    BF16(2),
    /** IEEE double precision; narrowed when read. */
    F64(8),
    /** Signed 64-bit integers; rounded to float32 when read. */
    I64(8);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size of one element. */
    public int bytes() {
        return bytes;
    }

    /** Reads {@code count} elements from the start of a little-endian buffer into an array, from {@code offset} on. */
    void read(ByteBuffer from, float[] to, int offset, int count) {
        for (int i = 0; i < count; i++) {
            to[offset + i] = switch (this) {
                case F32 -> from.getFloat(4 * i);
                case F16 -> HalfFloats.fromFp16(from.getShort(2 * i));
                case BF16 -> HalfFloats.fromBf16(from.getShort(2 * i));
                case F64 -> (float) from.getDouble(8 * i);
                case I64 -> from.getLong(8 * i);
            };
        }
    }

    /** Appends one element to a little-endian buffer. */
    void write(float value, ByteBuffer to) {
        switch (this) {
            case F32 -> to.putFloat(value);
            case F16 -> to.putShort(HalfFloats.toFp16(value));
            case BF16 -> to.putShort(HalfFloats.toBf16(value));
            case F64 -> to.putDouble(value);
            case I64 -> throw new IllegalArgumentException("weights are not written as integers");
        }
    }
}
