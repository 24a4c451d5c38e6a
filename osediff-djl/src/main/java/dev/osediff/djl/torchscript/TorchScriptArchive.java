package dev.osediff.djl.torchscript;

import com.google.common.io.CountingOutputStream;
import dev.osediff.checkpoint.HalfFloats;
import dev.osediff.network.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes one module {@code M} in PyTorch's archive format: a zip of stored entries, each aligned to 64 bytes (zip64 beyond
 * 4 GiB), with the code as text, the attributes as a pickle, and tensors as raw little-endian values. Holds one tensor at a
 * time.
 */
final class TorchScriptArchive {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int EXTRA_HEADER_BYTES = 4;
    private static final short PADDING_FIELD = 0x4246;
    private static final String ROOT = "osediff/";
    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

    private final CountingOutputStream bytes;
    private final ZipOutputStream zip;

    private TorchScriptArchive(OutputStream out) {
        bytes = new CountingOutputStream(out);
        zip = new ZipOutputStream(bytes);
    }

    /**
     * Writes an archive and leaves the stream open.
     *
     * @param methods the methods' text, indented by two spaces
     * @param attributes the tensors, which the methods read as {@code self.name}
     */
    static void write(OutputStream out, String methods, List<Attribute> attributes) throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive(out);
        archive.add("data.pkl", ScriptPickle.module(attributes));
        archive.add("byteorder", ascii("little"));
        archive.add("code/__torch__.py", code(methods, attributes).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < attributes.size(); i++) {
            Attribute attribute = attributes.get(i);
            archive.add("data/" + i, raw(attribute.values().get(), attribute.bfloat16()));
        }
        archive.add("constants.pkl", EMPTY_TUPLE);
        archive.add("version", ascii("6\n"));
        archive.zip.finish();
        archive.bytes.flush();
    }

    /** Returns an archive whose attributes are float32 constants {@code c0, c1, …}. */
    static byte[] bytes(String methods, List<Tensor> constants) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(bytes, methods, Attribute.constants(constants));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static String code(String methods, List<Attribute> attributes) {
        StringBuilder code = new StringBuilder("class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n");
        code.append("  training : bool\n");
        attributes.forEach(a -> code.append("  ").append(a.name()).append(" : Tensor\n"));
        return code.append(methods).toString();
    }

    private static byte[] raw(Tensor tensor, boolean bfloat16) {
        float[] values = tensor.data();
        ByteBuffer raw = ByteBuffer.allocate(
                Math.multiplyExact(Math.max(1, values.length), bfloat16 ? Short.BYTES : Float.BYTES));
        raw.order(ByteOrder.LITTLE_ENDIAN);
        if (bfloat16) {
            for (float value : values) {
                raw.putShort(HalfFloats.toBf16(value));
            }
        } else {
            raw.asFloatBuffer().put(values);
        }
        return raw.array();
    }

    private void add(String name, byte[] data) throws IOException {
        zip.flush();
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        CRC32 crc = new CRC32();
        crc.update(data);
        entry.setCrc(crc.getValue());
        // An extra field of at least its own header fills up to the boundary. With it, Java writes no other.
        long start = bytes.getCount() + LOCAL_HEADER_BYTES + entry.getName().length() + EXTRA_HEADER_BYTES;
        int fill = (int) Math.floorMod(-start, (long) ALIGNMENT);
        ByteBuffer extra = ByteBuffer.allocate(EXTRA_HEADER_BYTES + fill).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort(PADDING_FIELD).putShort((short) fill);
        entry.setExtra(extra.array());
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
