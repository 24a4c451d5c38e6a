package dev.osediff.network;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Parameters read from a {@link TensorSource}: checks each shape, uploads each tensor once, and remembers what was
 * asked for, so that a half-used checkpoint can be reported. Thread-safe.
 *
 * @param <T> the value type of the {@link Ops} that the parameters are for
 */
public final class CheckpointWeights<T> implements WeightProvider<T> {
    private final TensorSource source;
    private final Function<Tensor, T> upload;
    private final Map<String, T> fetched = new ConcurrentHashMap<>();

    /**
     * Creates a provider.
     *
     * @param upload turns a host tensor into the form the operations want; called once per tensor
     */
    public CheckpointWeights(TensorSource source, Function<Tensor, T> upload) {
        this.source = source;
        this.upload = upload;
    }

    @Override
    public T fetch(String path, int... shape) {
        T value = fetched.get(path);
        return value != null ? value : fetched.computeIfAbsent(path, p -> upload.apply(load(p, shape)));
    }

    @Override
    public boolean has(String path) {
        return source.names().contains(path);
    }

    /** Returns the names in the source that no network has asked for so far, sorted. */
    public Set<String> unusedNames() {
        Set<String> unused = new TreeSet<>(source.names());
        unused.removeAll(fetched.keySet());
        return unused;
    }

    private Tensor load(String path, int[] shape) {
        if (!has(path)) {
            throw new ModelException(
                    new Problem(
                            "tensor " + path + " of " + source.origin(),
                            "no such tensor",
                            "shape " + Arrays.toString(shape),
                            "The file belongs to another architecture or is incomplete; compare it with the model's manifest."));
        }
        int[] found = source.shape(path);
        if (!Arrays.equals(found, shape)) {
            throw new ModelException(new Problem(
                    "tensor " + path + " of " + source.origin(),
                    "shape " + Arrays.toString(found),
                    "shape " + Arrays.toString(shape),
                    "The file belongs to another architecture; compare it with the model's manifest."));
        }
        return source.load(path);
    }
}
