package dev.osediff.model.ram;

import dev.osediff.checkpoint.CheckpointTensors;
import dev.osediff.checkpoint.TorchFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.ram.RamConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code ram_swin_large_14m.pth}, or a file of its layout, as data only: tensors under the key {@code model}, or at the top.
 * Today's names, whatever the file calls them: {@code vision_multi} is {@code tagging_head}. What is only for captions is
 * there too. Thread-safe; close it to let the file go.
 */
public final class RamCheckpoint implements TensorSource, AutoCloseable {
    private static final String KEY = "model";
    private static final String OLD_HEAD = "vision_multi";
    private static final String HEAD = "tagging_head";

    private final TorchFile file;
    private final CheckpointTensors tensors;
    private final Map<String, String> fileNames = new LinkedHashMap<>();
    private final RamConfig config;

    private RamCheckpoint(TorchFile file) {
        this.file = file;
        this.tensors = file.isTensors(KEY) ? file.tensors(KEY) : file.tensors();
        for (String name : tensors.names()) {
            String before = fileNames.put(today(name), name);
            if (before != null) {
                throw new ModelException(new Problem(
                        "RAM file " + tensors.origin(),
                        "both " + before + " and " + name,
                        "one name of a tensor",
                        "The file is damaged; take it again."));
            }
        }
        this.config = new RamSizes(this).config();
    }

    /**
     * Opens a file.
     *
     * @throws ModelException if it cannot be read, is damaged, or holds no RAM tagger
     */
    public static RamCheckpoint open(Path path) {
        TorchFile file = TorchFile.open(path);
        try {
            return new RamCheckpoint(file);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Returns a tensor's name as it is today. */
    static String today(String name) {
        return name.replace(OLD_HEAD, HEAD);
    }

    /** Returns the sizes of the tagger. */
    public RamConfig config() {
        return config;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(fileNames.keySet());
    }

    @Override
    public int[] shape(String name) {
        return tensors.shape(fileNames.get(name));
    }

    @Override
    public Tensor load(String name) {
        return tensors.load(fileNames.get(name));
    }

    @Override
    public String origin() {
        return file.origin();
    }

    /** Lets the file go; a second call does nothing. */
    @Override
    public void close() {
        file.close();
    }
}
