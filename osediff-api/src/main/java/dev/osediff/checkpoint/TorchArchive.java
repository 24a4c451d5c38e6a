package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The zip archive that {@code torch.save} writes: one folder with {@code data.pkl}, the storages under {@code data/},
 * and short texts that name the byte order and the version.
 */
final class TorchArchive implements TorchStorages {
    private static final String PICKLE = "data.pkl";
    private static final int MOST_PICKLE_BYTES = 32 << 20;
    private static final int MOST_TEXT_BYTES = 64;
    private static final int MOST_OTHER_ENTRIES = 10_000;

    private final ZipArchive zip;
    private final Refusals refusals;
    private final String folder;
    private final ByteOrder order;

    /** Reads and checks the directory. */
    TorchArchive(CheckpointBytes bytes, Refusals refusals) {
        this.refusals = refusals;
        this.zip = new ZipArchive(bytes, refusals);
        this.folder = folder();
        checkKind();
        this.order = byteOrder();
    }

    private String folder() {
        String found = null;
        for (String name : zip.entries().keySet()) {
            if (name.equals(PICKLE) || name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/')) {
                if (found != null) {
                    throw refusals.of("the archive", "two entries " + PICKLE, "one");
                }
                found = name.substring(0, name.length() - PICKLE.length());
            }
        }
        if (found == null) {
            throw refusals.of("the archive", "no entry " + PICKLE, "an archive of torch.save");
        }
        return found;
    }

    private void checkKind() {
        int others = 0;
        for (String name : zip.entries().keySet()) {
            if (name.equals(folder + "constants.pkl") || name.startsWith(folder + "code/")) {
                throw refusals.advising("Save its state_dict() with torch.save; programs are not run.")
                        .of("the archive", "a TorchScript program", "tensors only");
            }
            others += name.startsWith(folder + "data/") ? 0 : 1;
        }
        if (others > MOST_OTHER_ENTRIES) {
            throw refusals.of("the archive", others + " entries besides tensors", "at most " + MOST_OTHER_ENTRIES);
        }
        int storages = zip.entries().size() - others;
        if (storages > TensorNames.MOST_TENSORS) {
            throw refusals.of("the archive", storages + " storages", "at most " + TensorNames.MOST_TENSORS);
        }
    }

    /** Archives from before the entry existed were written by little-endian machines, as PyTorch assumes too. */
    private ByteOrder byteOrder() {
        ZipEntry entry = zip.entries().get(folder + "byteorder");
        if (entry == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String text = new String(content(entry, MOST_TEXT_BYTES), StandardCharsets.UTF_8);
        return switch (text) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw refusals.of("entry byteorder", Refusals.shown(text), "little or big");
        };
    }

    /** Returns the pickle, its CRC checked. */
    byte[] pickle() {
        return content(zip.entries().get(folder + PICKLE), MOST_PICKLE_BYTES);
    }

    private byte[] content(ZipEntry entry, int mostBytes) {
        if (entry.bytes() > mostBytes) {
            throw refusals.of("entry " + entry.name(), entry.bytes() + " bytes", "at most " + mostBytes);
        }
        ZipArchive.Content content = zip.content(entry);
        return content.bytes().copy(content.start(), (int) entry.bytes());
    }

    /** Refuses storages that are not in the archive or have another length there. */
    void checkStorages(Map<String, TorchStorage> storages) {
        storages.values().forEach(storage -> {
            ZipEntry entry = entry(storage);
            String what = "storage " + Refusals.shown(storage.key());
            if (entry == null) {
                throw refusals.of(what, "no entry", folder + "data/" + Refusals.shown(storage.key()));
            }
            long width = storage.type().bytes();
            if (entry.bytes() % width != 0 || entry.bytes() / width != storage.elements()) {
                String limit = storage.elements() + " elements of " + width + " bytes, as the pickle says";
                throw refusals.of(what, entry.bytes() + " bytes", limit);
            }
        });
    }

    /**
     * Returns the elements of a storage that {@link #checkStorages} has accepted.
     *
     * @throws ModelException if the CRC is wrong; it is checked when a storage is first asked for
     */
    @Override
    public ElementRun elements(TorchStorage storage) {
        ZipArchive.Content content = zip.content(entry(storage));
        return new ElementRun(content.bytes(), content.start(), storage.type(), order);
    }

    private ZipEntry entry(TorchStorage storage) {
        return zip.entries().get(folder + "data/" + storage.key());
    }
}
