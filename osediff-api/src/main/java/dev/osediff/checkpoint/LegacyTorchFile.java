package dev.osediff.checkpoint;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of {@code torch.save} of PyTorch 0.1.10 to 1.5, and of later ones on request: pickles of a magic number, the
 * format's version, the machine's properties, the content and the storages' keys, one after the other; then each storage's
 * number of elements and its values.
 */
final class LegacyTorchFile implements TorchStorages {
    private static final int MOST_PICKLE_BYTES = 32 << 20;
    private static final long VERSION = 1001;

    /** A pickle, protocol 2, of the number 0x1950a86a20f9469cfc6c. */
    private static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.'
    };

    private final CheckpointBytes bytes;
    private final Refusals refusals;
    private final Map<String, Long> starts = new HashMap<>();
    private final Object root;

    /** Reads and checks the pickles and where the storages lie. */
    LegacyTorchFile(CheckpointBytes bytes, Refusals refusals) {
        this.bytes = bytes;
        this.refusals = refusals;
        byte[] head = bytes.copy(0, (int) Math.min(bytes.size(), MOST_PICKLE_BYTES));
        boolean isMagic = head.length > MAGIC.length && Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length));
        if (!isMagic) {
            throw refusals.of("the file", "a pickle of something else", "a file of torch.save");
        }
        PickleInput in = new PickleInput(head, refusals);
        in.bytes(MAGIC.length);
        TorchObjects objects = new TorchObjects(in);
        requireVersion(PickleReader.readNext(in, objects));
        requireLittleEndian(PickleReader.readNext(in, objects));
        root = PickleReader.readNext(in, objects);
        Object keys = PickleReader.readNext(in, objects);
        if (!(keys instanceof List<?> list)) {
            throw in.refused(PickleValues.kind(keys), "the list of the storages' keys");
        }
        locate(list, objects.storages(), in.position());
    }

    private void requireVersion(Object version) {
        if (!Long.valueOf(VERSION).equals(version)) {
            throw refusals.of("the format's version", String.valueOf(version), Long.toString(VERSION));
        }
    }

    private void requireLittleEndian(Object machine) {
        boolean little = machine instanceof PickleValues.Dict dict
                && Boolean.TRUE.equals(dict.entries().get("little_endian"));
        if (!little) {
            throw refusals.of("the byte order", PickleValues.kind(machine), "little_endian: True");
        }
    }

    private void locate(List<?> keys, Map<String, TorchStorage> storages, long from) {
        long at = from;
        for (Object key : keys) {
            TorchStorage storage = storages.get(key);
            String what = "storage " + Refusals.shown(String.valueOf(key));
            if (storage == null || starts.containsKey(storage.key())) {
                throw refusals.of(
                        what, storage == null ? "no tensor of it" : "twice", "each storage of the pickle once");
            }
            long width = storage.type().bytes();
            long left = bytes.size() - at - Long.BYTES;
            if (left < 0 || storage.elements() > left / width) {
                throw refusals.of(
                        what, Math.max(0, left) + " bytes left", storage.elements() + " elements of " + width);
            }
            long elements = littleEndian(bytes.copy(at, Long.BYTES));
            if (elements != storage.elements()) {
                throw refusals.of(what, elements + " elements", storage.elements() + ", as the pickle says");
            }
            starts.put(storage.key(), at + Long.BYTES);
            at += Long.BYTES + elements * width;
        }
        if (at != bytes.size()) {
            throw refusals.of("the file", bytes.size() - at + " bytes after the last storage", "none");
        }
        for (String key : storages.keySet()) {
            if (!starts.containsKey(key)) {
                throw refusals.of("storage " + Refusals.shown(key), "no values", "its values in the file");
            }
        }
    }

    private static long littleEndian(byte[] eight) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value |= Byte.toUnsignedLong(eight[i]) << 8 * i;
        }
        return value;
    }

    /** Returns the content. */
    Object root() {
        return root;
    }

    @Override
    public ElementRun elements(TorchStorage storage) {
        return new ElementRun(bytes, starts.get(storage.key()), storage.type(), ByteOrder.LITTLE_ENDIAN);
    }
}
