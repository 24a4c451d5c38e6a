package dev.osediff.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds the data of zip entries and checks that the headers before it say what the directory says. */
final class ZipLocalHeaders {
    private static final int SIGNATURE = 0x04034b50;
    private static final int HEADER_BYTES = 30;
    private static final long WIDE = 0xFFFFFFFFL;

    private ZipLocalHeaders() {}

    /**
     * Returns the entries with the places of their data, sorted by place.
     *
     * @param directoryStart where the directory begins; all data lies before it
     */
    static List<ZipEntry> locate(
            CheckpointBytes archive, List<ZipEntry> entries, long directoryStart, Refusals refusals) {
        List<ZipEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(ZipEntry::header));
        return archive.read(() -> {
            List<ZipEntry> located = new ArrayList<>();
            long free = 0;
            for (ZipEntry entry : sorted) {
                String what = "zip entry " + Refusals.shown(entry.name());
                if (entry.header() < free) {
                    throw refusals.of(
                            what, "starts at byte " + entry.header(), "byte " + free + ", where the one before ends");
                }
                if (located.isEmpty() && entry.header() != 0) {
                    throw refusals.of(
                            what, entry.header() + " bytes before it", "an archive that begins with an entry");
                }
                long start = dataStart(archive, entry, what, directoryStart, refusals);
                if (start > directoryStart || entry.packedBytes() > directoryStart - start) {
                    throw refusals.of(
                            what,
                            entry.packedBytes() + " bytes from byte " + start + " on",
                            "data before byte " + directoryStart);
                }
                located.add(entry.startingAt(start));
                free = start + entry.packedBytes();
            }
            return located;
        });
    }

    private static long dataStart(
            CheckpointBytes archive, ZipEntry entry, String what, long directoryStart, Refusals refusals) {
        long at = entry.header();
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        if (at > directoryStart - HEADER_BYTES - name.length) {
            throw refusals.of(what, "a header at byte " + at, "one before byte " + directoryStart);
        }
        ByteBuffer header = archive.view(at, HEADER_BYTES + name.length);
        byte[] localName = new byte[name.length];
        header.get(HEADER_BYTES, localName);
        boolean agrees = header.getInt(0) == SIGNATURE
                && Short.toUnsignedInt(header.getShort(6)) == entry.flags()
                && Short.toUnsignedInt(header.getShort(8)) == entry.method()
                && Short.toUnsignedInt(header.getShort(26)) == name.length
                && Arrays.equals(localName, name);
        int extraBytes = Short.toUnsignedInt(header.getShort(28));
        long start = at + HEADER_BYTES + name.length + extraBytes;
        if (!agrees || start > directoryStart) {
            throw refusals.of(what, "another header at byte " + at, "what the directory says");
        }
        checkSizes(archive, entry, what, start - extraBytes, extraBytes, refusals);
        return start;
    }

    private static void checkSizes(
            CheckpointBytes archive, ZipEntry entry, String what, long extraStart, int extraBytes, Refusals refusals) {
        ByteBuffer header = archive.view(entry.header(), HEADER_BYTES);
        long crc = Integer.toUnsignedLong(header.getInt(14));
        long packed = Integer.toUnsignedLong(header.getInt(18));
        long bytes = Integer.toUnsignedLong(header.getInt(22));
        if (entry.hasDescriptor() && crc == 0 && packed == 0 && bytes == 0) {
            return;
        }
        if (packed == WIDE && bytes == WIDE && extraBytes >= 20) {
            ByteBuffer extra = archive.view(extraStart, extraBytes).order(ByteOrder.LITTLE_ENDIAN);
            if (extra.getShort(0) == 1) {
                bytes = extra.getLong(4);
                packed = extra.getLong(12);
            }
        }
        if (crc != entry.crc() || packed != entry.packedBytes() || bytes != entry.bytes()) {
            String found = "a header with CRC " + Long.toHexString(crc) + " and " + packed + " of " + bytes + " bytes";
            String limit = "CRC " + Long.toHexString(entry.crc()) + " and " + entry.packedBytes() + " of "
                    + entry.bytes() + " bytes, as the directory says";
            throw refusals.of(what, found, limit);
        }
    }
}
