package dev.osediff.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the last record of a zip archive says of its directory. Strict: the record ends the file, without a comment, and
 * the directory ends where it begins.
 *
 * @param entries number of entries
 * @param start first byte of the directory
 * @param bytes length of the directory
 */
record ZipEnd(long entries, long start, long bytes) {
    private static final int RECORD_BYTES = 22;
    private static final int RECORD_SIGNATURE = 0x06054b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int WIDE_RECORD_BYTES = 56;
    private static final int WIDE_RECORD_SIGNATURE = 0x06064b50;
    private static final String WHAT = "the end of the zip directory";

    /** Reads the record, and the zip64 one before it where there is one. */
    static ZipEnd read(CheckpointBytes archive, Refusals refusals) {
        long at = archive.size() - RECORD_BYTES;
        ByteBuffer record = at < 0 ? null : bytes(archive, at, RECORD_BYTES);
        if (record == null || record.getInt(0) != RECORD_SIGNATURE) {
            throw refusals.of(WHAT, "no record in the last " + RECORD_BYTES + " bytes", "a whole zip archive");
        }
        if (record.getInt(4) != 0 || record.getShort(8) != record.getShort(10) || record.getShort(20) != 0) {
            throw refusals.of(WHAT, "several disks or a comment", "one archive that ends with the record");
        }
        ZipEnd narrow = new ZipEnd(
                Short.toUnsignedLong(record.getShort(8)),
                Integer.toUnsignedLong(record.getInt(16)),
                Integer.toUnsignedLong(record.getInt(12)));
        ZipEnd end = narrow;
        long directoryEnd = at;
        long locator = at - LOCATOR_BYTES;
        if (locator >= 0 && bytes(archive, locator, 4).getInt(0) == LOCATOR_SIGNATURE) {
            directoryEnd = bytes(archive, locator, LOCATOR_BYTES).getLong(8);
            end = readWide(archive, directoryEnd, locator, refusals);
            narrow.checkAgreement(end, refusals);
        }
        if (end.start < 0 || end.bytes < 0 || end.start > directoryEnd || end.bytes != directoryEnd - end.start) {
            String found = "directory of " + end.bytes + " bytes from byte " + end.start + " on";
            throw refusals.of(WHAT, found, "one that ends at byte " + directoryEnd);
        }
        return end;
    }

    private static ZipEnd readWide(CheckpointBytes archive, long at, long locator, Refusals refusals) {
        if (at < 0 || at > locator - WIDE_RECORD_BYTES) {
            throw refusals.of(WHAT, "zip64 record at byte " + at, "a place before byte " + locator);
        }
        ByteBuffer record = bytes(archive, at, WIDE_RECORD_BYTES);
        if (record.getInt(0) != WIDE_RECORD_SIGNATURE
                || record.getLong(4) != locator - at - 12
                || record.getLong(16) != 0
                || record.getLong(24) != record.getLong(32)) {
            throw refusals.of(WHAT, "no zip64 record at byte " + at, "one that fills the place before its locator");
        }
        return new ZipEnd(record.getLong(24), record.getLong(48), record.getLong(40));
    }

    /** Each number of the short record is the wide one's, or says that it does not fit. */
    private void checkAgreement(ZipEnd wide, Refusals refusals) {
        boolean agree = (entries == 0xFFFF || entries == wide.entries)
                && (start == 0xFFFFFFFFL || start == wide.start)
                && (bytes == 0xFFFFFFFFL || bytes == wide.bytes);
        if (!agree) {
            throw refusals.of(WHAT, this + " and " + wide, "two records that agree");
        }
    }

    private static ByteBuffer bytes(CheckpointBytes archive, long from, int count) {
        return ByteBuffer.wrap(archive.copy(from, count)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
