package dev.osediff.djl.torchscript;

import dev.osediff.network.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs one module into PyTorch's archive format: a zip of stored entries, each aligned to 64 bytes, with the code as
 * text, the module's attributes as a protocol-2 pickle, and tensors as raw little-endian float32.
 */
final class TorchScriptArchive {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER_BYTES = 30;
    private static final String ROOT = "osediff/";

    private TorchScriptArchive() {}

    /**
     * Writes an archive.
     *
     * @param code the class {@code M}, attributes {@code c0, c1, …} declared
     * @param tensors the values of those attributes
     */
    static byte[] write(String code, List<Tensor> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, bytes, "data.pkl", attributes(tensors));
            add(zip, bytes, "byteorder", ascii("little"));
            add(zip, bytes, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < tensors.size(); i++) {
                float[] values = tensors.get(i).data();
                ByteBuffer raw =
                        ByteBuffer.allocate(4 * Math.max(1, values.length)).order(ByteOrder.LITTLE_ENDIAN);
                raw.asFloatBuffer().put(values);
                add(zip, bytes, "data/" + i, raw.array());
            }
            add(zip, bytes, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            add(zip, bytes, "version", ascii("6\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, ByteArrayOutputStream written, String name, byte[] data)
            throws IOException {
        zip.flush();
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        CRC32 crc = new CRC32();
        crc.update(data);
        entry.setCrc(crc.getValue());
        // An extra field of at least its own 4-byte header fills up to the boundary. With it, Java writes no other.
        int start = written.size() + LOCAL_HEADER_BYTES + entry.getName().length() + 4;
        int fill = Math.floorMod(-start, ALIGNMENT);
        ByteBuffer extra = ByteBuffer.allocate(4 + fill).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort((short) 0x4246).putShort((short) fill);
        entry.setExtra(extra.array());
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }

    /** Pickles {@code M.__new__} with the attribute dictionary {training: False, c0: tensor, …}. */
    private static byte[] attributes(List<Tensor> tensors) {
        Pickle p = new Pickle();
        p.global("__torch__", "M").op(")").op("\u0081").op("}").op("(");
        p.string("training").op("\u0089");
        for (int i = 0; i < tensors.size(); i++) {
            p.string("c" + i);
            tensor(p, Integer.toString(i), tensors.get(i));
        }
        p.op("u").op("b").op(".");
        return p.bytes();
    }

    private static void tensor(Pickle p, String key, Tensor value) {
        int[] shape = value.shape();
        p.global("torch._utils", "_rebuild_tensor_v2").op("(");
        p.op("(").string("storage").global("torch", "FloatStorage").string(key).string("cpu");
        p.integer(value.data().length).op("t").op("Q");
        p.integer(0).op("(");
        for (int axis : shape) {
            p.integer(axis);
        }
        p.op("t").op("(");
        for (int axis = 0; axis < shape.length; axis++) {
            int stride = 1;
            for (int inner = axis + 1; inner < shape.length; inner++) {
                stride *= shape[inner];
            }
            p.integer(stride);
        }
        p.op("t").op("\u0089");
        p.global("collections", "OrderedDict").op(")").op("R");
        p.op("t").op("R");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends opcodes of pickle protocol 2. */
    private static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Pickle() {
            op("\u0080").op("\u0002");
        }

        Pickle op(String opcode) {
            out.write(opcode.charAt(0));
            return this;
        }

        Pickle global(String module, String name) {
            op("c");
            out.writeBytes(ascii(module + "\n" + name + "\n"));
            return this;
        }

        Pickle string(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op("X").int32(utf8.length);
            out.writeBytes(utf8);
            return this;
        }

        Pickle integer(int value) {
            return op("J").int32(value);
        }

        private Pickle int32(int value) {
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
