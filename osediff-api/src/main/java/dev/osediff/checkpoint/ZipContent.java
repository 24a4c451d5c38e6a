package dev.osediff.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the data of zip entries. */
final class ZipContent {
    private ZipContent() {}

    /** Returns the CRC-32 of bytes that must exist. */
    static long crc(CheckpointBytes bytes, long start, long count) {
        return bytes.read(() -> {
            CRC32 crc = new CRC32();
            int piece;
            for (long done = 0; done < count; done += piece) {
                piece = (int) Math.min(CheckpointBytes.PIECE_BYTES, count - done);
                crc.update(bytes.view(start + done, piece));
            }
            return crc.getValue();
        });
    }

    /** Inflates an entry, whose sizes have been checked, into memory. */
    static byte[] inflate(CheckpointBytes archive, ZipEntry entry, Refusals refusals) {
        String what = "zip entry " + Refusals.shown(entry.name());
        Inflater inflater = new Inflater(true);
        try {
            byte[] content = new byte[(int) entry.bytes()];
            int length = archive.read(() -> inflate(archive, entry, inflater, content, what, refusals));
            if (length != content.length || !inflater.finished() || inflater.getBytesRead() != entry.packedBytes()) {
                throw refusals.of(
                        what,
                        "data that inflates to another length than " + length + " bytes",
                        content.length + " bytes, as the directory says");
            }
            return content;
        } finally {
            inflater.end();
        }
    }

    private static int inflate(
            CheckpointBytes archive, ZipEntry entry, Inflater inflater, byte[] to, String what, Refusals refusals) {
        int length = 0;
        long fed = 0;
        // One byte more than the content, so that the end of the stream is seen.
        byte[] beyond = new byte[1];
        try {
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int piece = (int) Math.min(CheckpointBytes.PIECE_BYTES, entry.packedBytes() - fed);
                    if (piece == 0) {
                        return length;
                    }
                    ByteBuffer input = ByteBuffer.allocate(piece);
                    inflater.setInput(
                            input.put(archive.view(entry.start() + fed, piece)).flip());
                    fed += piece;
                }
                boolean isFull = length == to.length;
                int count = isFull ? inflater.inflate(beyond) : inflater.inflate(to, length, to.length - length);
                if (isFull && count > 0) {
                    throw refusals.of(what, "more data", to.length + " bytes, as the directory says");
                }
                length += count;
                if (count == 0 && inflater.needsDictionary()) {
                    throw refusals.of(what, "a preset dictionary", "plain deflated data");
                }
            }
            return length;
        } catch (DataFormatException e) {
            throw refusals.of(what, "data that cannot be inflated", "deflated data", e);
        }
    }
}
