package dev.osediff.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a zip archive of stored entries whose data is aligned; equal bytes for equal input. At most 4 GiB. */
final class ZipOutput {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL_BYTES = 30;
    private static final int DIRECTORY_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int EXTRA_BYTES = 4;
    private static final short VERSION = 20;
    private static final short UTF8_NAMES = 1 << 11;

    /** 1980-01-01, the first day of the format. */
    private static final short FIRST_DAY = 1 << 5 | 1;

    /** The id of the field that PyTorch pads with. */
    private static final short PADDING_FIELD = 0x4246;

    private final OutputStream out;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long at;
    private int entries;

    ZipOutput(OutputStream out) {
        this.out = out;
    }

    /** Returns a bound of the bytes that an entry of a short name adds. */
    static long most(long bytes) {
        return bytes + 2L * (LOCAL_BYTES + DIRECTORY_BYTES + ALIGNMENT + EXTRA_BYTES);
    }

    /** Begins an entry, whose bytes are to be written to the stream next. */
    void begin(String name, long crc, long bytes) throws IOException {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-(at + LOCAL_BYTES + nameBytes.length + EXTRA_BYTES), ALIGNMENT);
        ByteBuffer local = littleEndian(LOCAL_BYTES + nameBytes.length + EXTRA_BYTES + padding);
        local.putInt(0x04034b50);
        describe(local, crc, bytes, nameBytes.length);
        local.putShort((short) (EXTRA_BYTES + padding)).put(nameBytes);
        local.putShort(PADDING_FIELD).putShort((short) padding);
        out.write(local.array());
        ByteBuffer central = littleEndian(DIRECTORY_BYTES + nameBytes.length);
        central.putInt(0x02014b50).putShort(VERSION);
        describe(central, crc, bytes, nameBytes.length);
        central.position(DIRECTORY_BYTES - Integer.BYTES);
        directory.write(central.putInt((int) at).put(nameBytes).array());
        at += local.capacity() + bytes;
        entries++;
    }

    private static void describe(ByteBuffer header, long crc, long bytes, int nameBytes) {
        header.putShort(VERSION).putShort(UTF8_NAMES).putShort((short) ZipEntry.STORED);
        header.putShort((short) 0).putShort(FIRST_DAY).putInt((int) crc);
        header.putInt((int) bytes).putInt((int) bytes).putShort((short) nameBytes);
    }

    /** Writes the directory. */
    void end() throws IOException {
        ByteBuffer end = littleEndian(END_BYTES);
        end.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
        end.putInt(directory.size()).putInt((int) at);
        directory.writeTo(out);
        out.write(end.array());
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
