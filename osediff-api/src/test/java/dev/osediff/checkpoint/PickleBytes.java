package dev.osediff.checkpoint;

import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import java.nio.charset.StandardCharsets;

/** Builds pickles by hand, opcode by opcode, valid or not. */
final class PickleBytes {
    private final ByteArrayDataOutput out = ByteStreams.newDataOutput();

    /** Begins a pickle of protocol 2. */
    static PickleBytes start() {
        return new PickleBytes().op(0x80, 2);
    }

    /** Appends opcodes or operand bytes. */
    PickleBytes op(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    /** Appends opcodes that are letters, or any other text. */
    PickleBytes ops(String text) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PickleBytes u32(long value) {
        out.writeInt(Integer.reverseBytes((int) value));
        return this;
    }

    PickleBytes u64(long value) {
        out.writeLong(Long.reverseBytes(value));
        return this;
    }

    PickleBytes text(String text) {
        return ops("X").u32(text.getBytes(StandardCharsets.UTF_8).length).ops(text);
    }

    PickleBytes integer(long value) {
        return op(0x8a, 8).u64(value);
    }

    PickleBytes global(String module, String name) {
        return ops("c" + module + '\n' + name + '\n');
    }

    /** Appends the description of a storage. */
    PickleBytes storage(String type, String key, long elements) {
        return ops("(").text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .integer(elements)
                .ops("tQ");
    }

    /** Appends a tensor of float storage 0 with that many elements. */
    PickleBytes tensor(long storageElements, long offset, long[] shape, long[] stride) {
        global("torch._utils", "_rebuild_tensor_v2").ops("(").storage("FloatStorage", "0", storageElements);
        integer(offset).tuple(shape).tuple(stride).op(0x89);
        return global("collections", "OrderedDict").ops(")RtR");
    }

    private PickleBytes tuple(long[] numbers) {
        ops("(");
        for (long number : numbers) {
            integer(number);
        }
        return ops("t");
    }

    /** Ends the pickle. */
    byte[] end() {
        return ops(".").bytes();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
