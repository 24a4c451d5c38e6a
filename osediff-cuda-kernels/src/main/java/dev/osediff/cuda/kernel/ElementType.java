package dev.osediff.cuda.kernel;

/** How the elements of a tensor are stored on the device; all sums are fp32 whatever the type. */
public enum ElementType {
    /** IEEE 754 binary32. */
    F32("f32", 4),
    /** IEEE 754 binary16. */
    F16("f16", 2),
    /** The upper half of a binary32. */
    BF16("bf16", 2);

    private final String suffix;
    private final int bytes;

    ElementType(String suffix, int bytes) {
        this.suffix = suffix;
        this.bytes = bytes;
    }

    /** Returns the part of a kernel's name that stands for this type. */
    public String suffix() {
        return suffix;
    }

    /** Returns the size of one element in bytes. */
    public int bytes() {
        return bytes;
    }
}
