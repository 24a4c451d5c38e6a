package dev.osediff.djl.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pickles a module's attributes with protocol 2: {@code M.__new__} and a dictionary {training: False, name: tensor, …}. */
final class ScriptPickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ScriptPickle() {}

    static byte[] module(List<Attribute> attributes) {
        ScriptPickle p = new ScriptPickle();
        p.op(0x80).op(2);
        p.global("__torch__", "M").op(')').op(0x81).op('}').op('(');
        p.text("training").op(0x89);
        for (int i = 0; i < attributes.size(); i++) {
            p.text(attributes.get(i).name());
            p.tensor(Integer.toString(i), attributes.get(i));
        }
        p.op('u').op('b').op('.');
        return p.out.toByteArray();
    }

    private void tensor(String key, Attribute attribute) {
        long elements = 1;
        for (int axis : attribute.shape()) {
            elements *= axis;
        }
        global("torch._utils", "_rebuild_tensor_v2").op('(');
        op('(').text("storage");
        global("torch", attribute.bfloat16() ? "BFloat16Storage" : "FloatStorage");
        text(key).text("cpu").integer(Math.toIntExact(elements)).op('t').op('Q');
        integer(0).tuple(attribute.shape()).tuple(attribute.strides()).op(0x89);
        global("collections", "OrderedDict").op(')').op('R');
        op('t').op('R');
    }

    private ScriptPickle tuple(int[] numbers) {
        op('(');
        for (int number : numbers) {
            integer(number);
        }
        return op('t');
    }

    private ScriptPickle op(int opcode) {
        out.write(opcode);
        return this;
    }

    private ScriptPickle global(String module, String name) {
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private ScriptPickle text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').int32(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    private ScriptPickle integer(int value) {
        return op('J').int32(value);
    }

    private ScriptPickle int32(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }
}
