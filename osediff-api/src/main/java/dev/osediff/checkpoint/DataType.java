package dev.osediff.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

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
    I64(8),
    /** Signed 32-bit integers; rounded to float32 when read. */
    I32(4),
    /** Signed 16-bit integers. */
    I16(2),
    /** Signed 8-bit integers. */
    I8(1),
    /** Unsigned 8-bit integers. */
    U8(1),
    /** Truth values, one byte each; read as 0 and 1. */
    BOOL(1);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size of one element. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether the type is one of the floating-point types. */
    public boolean isFloatingPoint() {
        return this == F32 || this == F16 || this == BF16 || this == F64;
    }

    /** Returns all types in words, for messages. */
    static String all() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** Reads {@code count} elements from the start of a buffer, in its byte order, into an array. */
    void read(ByteBuffer from, float[] to, int offset, int count) {
        switch (this) {
            case F32 -> from.asFloatBuffer().get(to, offset, count);
            case F16 -> {
                short[] halves = shorts(from, count);
                for (int i = 0; i < count; i++) {
                    to[offset + i] = HalfFloats.fromFp16(halves[i]);
                }
            }
            case BF16 -> {
                short[] halves = shorts(from, count);
                for (int i = 0; i < count; i++) {
                    to[offset + i] = HalfFloats.fromBf16(halves[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    to[offset + i] = readOne(from, i);
                }
            }
        }
    }

    private static short[] shorts(ByteBuffer from, int count) {
        short[] shorts = new short[count];
        from.asShortBuffer().get(shorts);
        return shorts;
    }

    private float readOne(ByteBuffer from, int i) {
        return switch (this) {
            case F64 -> (float) from.getDouble(8 * i);
            case I64 -> from.getLong(8 * i);
            case I32 -> from.getInt(4 * i);
            case I16 -> from.getShort(2 * i);
            case I8 -> from.get(i);
            case U8 -> from.get(i) & 0xFF;
            case BOOL -> from.get(i) == 0 ? 0 : 1;
            default -> throw new IllegalStateException("read in bulk: " + this);
        };
    }

    /**
     * Appends elements to a buffer, in its byte order.
     *
     * @throws IllegalArgumentException if an integer type cannot hold a value exactly
     */
    void write(float[] from, int offset, int count, ByteBuffer to) {
        if (this == F32) {
            to.asFloatBuffer().put(from, offset, count);
            to.position(to.position() + 4 * count);
            return;
        }
        if (this == F16 || this == BF16) {
            short[] halves = new short[count];
            for (int i = 0; i < count; i++) {
                halves[i] = this == F16 ? HalfFloats.toFp16(from[offset + i]) : HalfFloats.toBf16(from[offset + i]);
            }
            to.asShortBuffer().put(halves);
            to.position(to.position() + 2 * count);
            return;
        }
        for (int i = offset; i < offset + count; i++) {
            writeOne(from[i], to);
        }
    }

    private void writeOne(float value, ByteBuffer to) {
        switch (this) {
            case F64 -> to.putDouble(value);
            case I64 -> to.putLong(whole(value, -0x1p63, Math.nextDown(0x1p63)));
            case I32 -> to.putInt((int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case I16 -> to.putShort((short) whole(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case I8 -> to.put((byte) whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case U8 -> to.put((byte) whole(value, 0, 255));
            case BOOL -> to.put((byte) whole(value, 0, 1));
            default -> throw new IllegalStateException("written in bulk: " + this);
        }
    }

    private long whole(double value, double least, double most) {
        if (!(value >= least && value <= most) || value != Math.rint(value)) {
            throw new IllegalArgumentException(value + " cannot be written as " + this);
        }
        return (long) value;
    }
}
