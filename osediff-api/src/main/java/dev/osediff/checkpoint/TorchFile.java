package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file that {@code torch.save} wrote (PyTorch 0.1.10 or later), read as data only: its pickle is interpreted, nothing in
 * it is ever called, and what is not plain data or a tensor is refused. Opening reads and checks the pickle and maps
 * the tensors into memory; no file handle stays open. Thread-safe.
 */
public final class TorchFile implements AutoCloseable {
    private static final String KIND = "PyTorch file";

    private final String origin;
    private final CheckpointBytes bytes;
    private final TorchStorages storages;
    private final Refusals refusals;
    private final Map<String, Object> top = new LinkedHashMap<>();

    private TorchFile(CheckpointBytes bytes, String origin) {
        this.origin = origin;
        this.bytes = bytes;
        this.refusals = Refusals.ofTorch(origin);
        Object root;
        if (TorchFormats.isZip(bytes, refusals)) {
            TorchArchive archive = new TorchArchive(bytes, refusals);
            PickleInput in = new PickleInput(archive.pickle(), refusals);
            TorchObjects objects = new TorchObjects(in);
            root = PickleReader.read(in, objects);
            archive.checkStorages(objects.storages());
            this.storages = archive;
        } else {
            LegacyTorchFile legacy = new LegacyTorchFile(bytes, refusals);
            root = legacy.root();
            this.storages = legacy;
        }
        if (!(root instanceof PickleValues.Dict dict)) {
            throw refusals.of("the content", PickleValues.kind(root), "a dictionary");
        }
        dict.entries().forEach((key, value) -> {
            if (key instanceof String name) {
                top.put(name, value);
            }
        });
    }

    /**
     * Opens a file. One outside the default file system is read into memory at once.
     *
     * @throws ModelException if it is no regular file, cannot be read, is damaged, of an older format, or holds anything
     *     but dictionaries, lists, texts, numbers and tensors
     */
    public static TorchFile open(Path path) {
        return new TorchFile(CheckpointFiles.open(path, KIND), path.toString());
    }

    /**
     * Reads from memory.
     *
     * @param content a whole file; not copied and not to be changed
     * @param origin where it comes from, for messages
     * @throws ModelException as {@link #open} does
     */
    public static TorchFile of(byte[] content, String origin) {
        return new TorchFile(CheckpointBytes.of(content, origin), origin);
    }

    /** Returns the texts among the keys of the top-level dictionary, in the file's order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(top.keySet());
    }

    /** Returns whether the top-level dictionary has a key. */
    public boolean has(String key) {
        return top.containsKey(key);
    }

    /** Returns whether a dictionary of tensors only lies under a key. */
    public boolean isTensors(String key) {
        return top.get(key) instanceof PickleValues.Dict dict
                && dict.entries().entrySet().stream()
                        .allMatch(entry -> entry.getKey() instanceof String && entry.getValue() instanceof TorchTensor);
    }

    /**
     * Returns the dictionary of tensors under a key. Closing it leaves this file open.
     *
     * @throws ModelException if there is no such key, no dictionary, or something else than tensors in it
     */
    public CheckpointTensors tensors(String key) {
        Object value = value(key, "a dictionary of tensors");
        if (!(value instanceof PickleValues.Dict dict)) {
            throw wrongKind(key, value, "a dictionary of tensors");
        }
        return tensors(dict.entries(), "key " + Refusals.shown(key) + ", ", origin + " (" + key + ")");
    }

    /**
     * Returns the top-level dictionary as tensors. Closing it leaves this file open.
     *
     * @throws ModelException if it holds something else than tensors
     */
    public CheckpointTensors tensors() {
        return tensors(top, "", origin);
    }

    private CheckpointTensors tensors(Map<?, ?> entries, String where, String name) {
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            String what = where + "entry " + Refusals.shown(String.valueOf(key));
            if (!(key instanceof String text)) {
                throw refusals.of(what, PickleValues.kind(key) + " as its name", "a text");
            }
            if (!(value instanceof TorchTensor tensor)) {
                throw refusals.of(what, PickleValues.kind(value), "a tensor");
            }
            TensorNames.check(text, refusals);
            tensors.put(text, tensor);
        });
        return new TorchTensors(bytes, storages, tensors, name);
    }

    /**
     * Returns the integer under a key.
     *
     * @throws ModelException if there is no such key or no integer
     */
    public long integer(String key) {
        Object value = value(key, "an integer");
        if (value instanceof Long number) {
            return number;
        }
        throw wrongKind(key, value, "an integer");
    }

    /**
     * Returns the list of texts under a key, in order, with repeats.
     *
     * @throws ModelException if there is no such key or no list, or something else than texts in it
     */
    public List<String> strings(String key) {
        Object value = value(key, "a list of texts");
        if (!(value instanceof List<?> list)) {
            throw wrongKind(key, value, "a list of texts");
        }
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof String text)) {
                throw wrongKind(key + ", item " + texts.size(), item, "a text");
            }
            texts.add(text);
        }
        return Collections.unmodifiableList(texts);
    }

    /** Returns where the file lies, for messages. */
    public String origin() {
        return origin;
    }

    /** Lets the file go; a second call does nothing. Keys, numbers, texts, names and shapes stay known. */
    @Override
    public void close() {
        bytes.close();
    }

    private Object value(String key, String expected) {
        Object value = top.get(key);
        if (value == null) {
            throw refusals.advising("Compare the file with the model that it should belong to.")
                    .of("key " + Refusals.shown(key), "no such key", expected);
        }
        return value;
    }

    private ModelException wrongKind(String key, Object value, String expected) {
        return refusals.advising("Compare the file with the model that it should belong to.")
                .of("key " + Refusals.shown(key), PickleValues.kind(value), expected);
    }
}
