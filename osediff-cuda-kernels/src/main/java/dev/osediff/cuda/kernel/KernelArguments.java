package dev.osediff.cuda.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes of a kernel's one argument, a C structure in the device's layout. Every field lies at a multiple of its
 * size; the kernels' structures begin with their pointers and end at a multiple of 8. Not thread-safe.
 */
public final class KernelArguments {
    private static final int MOST_BYTES = 4096;

    private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Appends a pointer or another field of 64 bits. */
    public KernelArguments address(long value) {
        align(Long.BYTES);
        bytes.putLong(value);
        return this;
    }

    /** Appends an {@code int}. */
    public KernelArguments integer(int value) {
        bytes.putInt(value);
        return this;
    }

    /** Appends a {@code float}. */
    public KernelArguments number(float value) {
        bytes.putFloat(value);
        return this;
    }

    private void align(int size) {
        bytes.position((bytes.position() + size - 1) / size * size);
    }

    /** Returns a copy of the bytes, their number rounded up to a multiple of 8. */
    public byte[] toBytes() {
        int size = (bytes.position() + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        return Arrays.copyOf(bytes.array(), size);
    }
}
