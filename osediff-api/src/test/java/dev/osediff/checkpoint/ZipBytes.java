package dev.osediff.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Builds zip archives by hand, each header of which can be changed before it is written. */
final class ZipBytes {
    static final int LOCAL_CRC = 14;
    static final int LOCAL_NAME = 30;
    static final int FLAGS = 8;
    static final int METHOD = 10;
    static final int CRC = 16;
    static final int PACKED = 20;
    static final int SIZE = 24;
    static final int DISK = 34;
    static final int ATTRIBUTES = 38;
    static final int PLACE = 42;

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final List<ByteBuffer> directory = new ArrayList<>();

    /** A change of a header; the buffer is little-endian. */
    interface Change extends Consumer<ByteBuffer> {}

    static final Change NONE = header -> {};

    /** Returns an archive of a pickle and one storage of that many float zeros. */
    static ZipBytes torch(byte[] pickle, int elements) {
        return new ZipBytes().stored("a/data.pkl", pickle).stored("a/data/0", new byte[4 * elements]);
    }

    ZipBytes stored(String name, byte[] content) {
        return add(name.getBytes(StandardCharsets.UTF_8), content, false, NONE, NONE);
    }

    ZipBytes deflated(String name, byte[] content) {
        return add(name.getBytes(StandardCharsets.UTF_8), content, true, NONE, NONE);
    }

    /** Adds an entry with changes of its header before the data and of that in the directory. */
    ZipBytes add(byte[] name, byte[] content, boolean isDeflated, Change local, Change central) {
        byte[] packed = isDeflated ? deflate(content) : content;
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteBuffer header = buffer(30 + name.length).putInt(0x04034b50);
        ByteBuffer entry = buffer(46 + name.length).putInt(0x02014b50).putShort((short) (3 << 8 | 20));
        for (ByteBuffer one : List.of(header, entry)) {
            one.putShort((short) 20).putShort((short) 0).putShort((short) (isDeflated ? 8 : 0));
            one.putInt(0).putInt((int) crc.getValue()).putInt(packed.length).putInt(content.length);
            one.putShort((short) name.length);
        }
        header.position(30).put(name);
        entry.putInt(PLACE, data.size()).position(46).put(name);
        local.accept(header);
        central.accept(entry);
        data.writeBytes(header.array());
        data.writeBytes(packed);
        directory.add(entry);
        return this;
    }

    /** Adds bytes between entries. */
    ZipBytes gap(byte[] bytes) {
        data.writeBytes(bytes);
        return this;
    }

    byte[] end() {
        return end(NONE);
    }

    /** Ends the archive with a change of its last record. */
    byte[] end(Change change) {
        int start = data.size();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(data.toByteArray());
        directory.forEach(entry -> all.writeBytes(entry.array()));
        ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0);
        end.putShort((short) directory.size()).putShort((short) directory.size());
        end.putInt(all.size() - start).putInt(start);
        change.accept(end);
        all.writeBytes(end.array());
        return all.toByteArray();
    }

    /** Ends the archive as zip64 does, with a change of the wide record. */
    byte[] wideEnd(Change change) {
        byte[] narrow = end(record -> record.putInt(12, -1).putInt(16, -1));
        int start = data.size();
        int place = narrow.length - 22;
        ByteBuffer wide = buffer(56).putInt(0x06064b50).putLong(44).putInt(0).putLong(0);
        wide.putLong(directory.size())
                .putLong(directory.size())
                .putLong(place - start)
                .putLong(start);
        change.accept(wide);
        return buffer(narrow.length + 76)
                .put(narrow, 0, place)
                .put(wide.array())
                .putInt(0x07064b50)
                .putInt(0)
                .putLong(place)
                .putInt(1)
                .put(narrow, place, 22)
                .array();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] packed = new byte[content.length + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }
}
