package dev.osediff.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads the central directory of a zip archive, zip64 included. */
final class ZipDirectory {
    private static final int SIGNATURE = 0x02014b50;
    private static final int HEADER_BYTES = 46;
    private static final long MOST_BYTES = 64 << 20;
    private static final long MOST_ENTRIES = 10_000 + TensorNames.MOST_TENSORS;
    private static final int ENCRYPTION_FLAGS = 1 | 1 << 6 | 1 << 13;
    private static final int MADE_BY_UNIX = 3;
    private static final int FILE_KIND = 0xF000;
    private static final int LINK = 0xA000;
    private static final long WIDE = 0xFFFFFFFFL;
    private static final int WIDE_FIELD = 1;

    private final ByteBuffer directory;
    private final Refusals refusals;

    private ZipDirectory(ByteBuffer directory, Refusals refusals) {
        this.directory = directory;
        this.refusals = refusals;
    }

    /** Returns all entries in the directory's order; their data has not been looked at. */
    static List<ZipEntry> read(CheckpointBytes archive, ZipEnd end, Refusals refusals) {
        if (end.entries() < 0 || end.entries() > MOST_ENTRIES || end.entries() > end.bytes() / HEADER_BYTES) {
            String limit = "at most " + Math.min(MOST_ENTRIES, end.bytes() / HEADER_BYTES) + " in " + end.bytes()
                    + " bytes of directory";
            throw refusals.of("the zip directory", Long.toUnsignedString(end.entries()) + " entries", limit);
        }
        if (end.bytes() > MOST_BYTES) {
            throw refusals.of("the zip directory", end.bytes() + " bytes", "at most " + MOST_BYTES);
        }
        ByteBuffer bytes = ByteBuffer.wrap(archive.copy(end.start(), (int) end.bytes()));
        ZipDirectory directory = new ZipDirectory(bytes.order(ByteOrder.LITTLE_ENDIAN), refusals);
        List<ZipEntry> entries = new ArrayList<>();
        for (long i = 0; i < end.entries(); i++) {
            entries.add(directory.next());
        }
        if (bytes.hasRemaining()) {
            throw refusals.of("the zip directory", bytes.remaining() + " bytes more", end.entries() + " entries");
        }
        return entries;
    }

    private ZipEntry next() {
        int at = directory.position();
        if (directory.remaining() < HEADER_BYTES || directory.getInt(at) != SIGNATURE) {
            throw refusals.of("the zip directory", "no entry at its byte " + at, "an entry");
        }
        int nameBytes = Short.toUnsignedInt(directory.getShort(at + 28));
        int extraBytes = Short.toUnsignedInt(directory.getShort(at + 30));
        int commentBytes = Short.toUnsignedInt(directory.getShort(at + 32));
        directory.position(at + HEADER_BYTES);
        if (directory.remaining() < nameBytes + extraBytes + commentBytes) {
            throw refusals.of("the zip directory", "the entry at its byte " + at + " ends outside", "whole entries");
        }
        byte[] nameContent = new byte[nameBytes];
        directory.get(nameContent);
        String name = ZipNames.decode(nameContent, refusals);
        long[] sizes = {unsigned(at + 24), unsigned(at + 20), unsigned(at + 42)};
        readWide(name, sizes, directory.slice(directory.position(), extraBytes));
        directory.position(directory.position() + extraBytes + commentBytes);
        int flags = Short.toUnsignedInt(directory.getShort(at + 8));
        int method = Short.toUnsignedInt(directory.getShort(at + 10));
        ZipEntry entry = new ZipEntry(name, flags, method, unsigned(at + 16), sizes[1], sizes[0], sizes[2], -1);
        checkKind(entry, directory.get(at + 5), directory.getInt(at + 38) >>> 16, directory.getShort(at + 34));
        return entry;
    }

    private long unsigned(int at) {
        return Integer.toUnsignedLong(directory.getInt(at));
    }

    /** Replaces sizes that do not fit into 32 bits by those of the zip64 field. */
    private void readWide(String name, long[] sizes, ByteBuffer extra) {
        int wide = 0;
        for (long size : sizes) {
            wide += size == WIDE ? 1 : 0;
        }
        if (wide == 0) {
            return;
        }
        extra.order(ByteOrder.LITTLE_ENDIAN);
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            if (length > extra.remaining()) {
                break;
            }
            if (id == WIDE_FIELD && length >= Long.BYTES * wide) {
                for (int i = 0; i < sizes.length; i++) {
                    sizes[i] = sizes[i] == WIDE ? extra.getLong() : sizes[i];
                }
                return;
            }
            extra.position(extra.position() + length);
        }
        throw refusals.of(
                "zip entry " + Refusals.shown(name), "no zip64 field", "one with its " + wide + " large sizes");
    }

    private void checkKind(ZipEntry entry, int madeBy, int mode, int disk) {
        String what = "zip entry " + Refusals.shown(entry.name());
        if ((entry.flags() & ENCRYPTION_FLAGS) != 0) {
            throw refusals.of(what, "encrypted", "plain entries");
        }
        if (madeBy == MADE_BY_UNIX && (mode & FILE_KIND) == LINK) {
            throw refusals.of(what, "a symbolic link", "files");
        }
        if (entry.method() != ZipEntry.STORED && entry.method() != ZipEntry.DEFLATED) {
            throw refusals.of(what, "compression method " + entry.method(), "0 (stored) or 8 (deflated)");
        }
        if (disk != 0) {
            throw refusals.of(what, "disk " + disk, "one disk");
        }
        ZipSizes.check(entry, what, refusals);
    }
}
