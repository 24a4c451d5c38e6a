package dev.osediff.model.diffusers;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tensors of a source under longer names: newer files of text encoders leave out the {@code text_model.} that the
 * published ones have.
 */
record PrefixedNames(TensorSource source, String prefix) implements TensorSource {
    /** Returns the source itself if any of its names begins with the prefix. */
    static TensorSource of(TensorSource source, String prefix) {
        boolean has = source.names().stream().anyMatch(name -> name.startsWith(prefix));
        return has ? source : new PrefixedNames(source, prefix);
    }

    @Override
    public Set<String> names() {
        return source.names().stream().map(prefix::concat).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public int[] shape(String name) {
        return source.shape(name.substring(prefix.length()));
    }

    @Override
    public Tensor load(String name) {
        return source.load(name.substring(prefix.length()));
    }

    @Override
    public String origin() {
        return source.origin();
    }
}
