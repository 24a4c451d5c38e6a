package dev.osediff.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A zip archive whose directory has been checked. The CRC of an entry is checked when it is first asked for. */
final class ZipArchive {
    private final CheckpointBytes archive;
    private final Refusals refusals;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    /**
     * The content of an entry.
     *
     * @param bytes what it lies in: the archive, or memory
     * @param start its first byte there
     */
    record Content(CheckpointBytes bytes, long start) {}

    /** Reads and checks the directory. */
    ZipArchive(CheckpointBytes archive, Refusals refusals) {
        this.archive = archive;
        this.refusals = refusals;
        ZipEnd end = ZipEnd.read(archive, refusals);
        for (ZipEntry entry :
                ZipLocalHeaders.locate(archive, ZipDirectory.read(archive, end, refusals), end.start(), refusals)) {
            if (entries.put(entry.name(), entry) != null) {
                throw refusals.of("zip entry " + Refusals.shown(entry.name()), "two of that name", "one");
            }
        }
    }

    /** Returns the entries by name, in the order of their data. */
    Map<String, ZipEntry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** Returns the content of an entry, checked; one that is stored is not copied. */
    Content content(ZipEntry entry) {
        if (entry.method() == ZipEntry.STORED) {
            if (!verified.contains(entry.name())) {
                requireCrc(entry, ZipContent.crc(archive, entry.start(), entry.bytes()));
                verified.add(entry.name());
            }
            return new Content(archive, entry.start());
        }
        byte[] inflated = ZipContent.inflate(archive, entry, refusals);
        CheckpointBytes bytes = CheckpointBytes.of(inflated, refusals.origin());
        requireCrc(entry, ZipContent.crc(bytes, 0, inflated.length));
        return new Content(bytes, 0);
    }

    private void requireCrc(ZipEntry entry, long found) {
        if (found != entry.crc()) {
            throw refusals.of(
                    "zip entry " + Refusals.shown(entry.name()),
                    "CRC " + Long.toHexString(found),
                    "CRC " + Long.toHexString(entry.crc()) + ", as the directory says");
        }
    }
}
