package dev.osediff.checkpoint;

import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The named tensors of an open checkpoint. Thread-safe; a tensor is read when it is asked for, and a thread that is
 * interrupted reads on and stays interrupted.
 */
public interface CheckpointTensors extends TensorSource, AutoCloseable {
    /** Returns the element type that a tensor, which must exist, is stored in. */
    DataType type(String name);

    /**
     * Reads a tensor that exists and converts it to float32. Each call reads anew.
     *
     * @throws ModelException if it cannot be read or is too large for an array
     * @throws ClosedException after {@link #close()}
     * @throws IllegalArgumentException if there is no tensor of that name
     */
    @Override
    Tensor load(String name);

    /** Returns the texts that the file carries besides its tensors; empty where its format has none. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /** Returns the paths of all files that make up the checkpoint. */
    default List<Path> files() {
        return List.of(Path.of(origin()));
    }

    /** Lets the file go; a second call does nothing. Names, shapes and types stay known. */
    @Override
    void close();
}
