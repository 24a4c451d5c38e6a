package dev.osediff.ort.onnx;

/** Types of tensor elements, with their numbers in the format. */
public enum ElementType {
    /** IEEE single precision. */
    FLOAT(1, 4),
    /** Unsigned, 8 bits. */
    UINT8(2, 1),
    /** Signed, 8 bits. */
    INT8(3, 1),
    /** Signed, 32 bits. */
    INT32(6, 4),
    /** Signed, 64 bits. */
    INT64(7, 8),
    /** One byte, 0 or 1. */
    BOOL(9, 1),
    /** IEEE half precision. */
    FLOAT16(10, 2);

    private final int number;
    private final int bytes;

    ElementType(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    /** Returns the number in the format. */
    public int number() {
        return number;
    }

    /** Returns the bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
