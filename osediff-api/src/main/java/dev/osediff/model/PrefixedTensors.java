package dev.osediff.model;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Set;
import java.util.stream.Collectors;

/** The tensors of a source whose names begin with a prefix, under the rest of their names. */
record PrefixedTensors(TensorSource source, String prefix, Set<String> names) implements TensorSource {
    static PrefixedTensors of(TensorSource source, String prefix) {
        Set<String> names = source.names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toUnmodifiableSet());
        return new PrefixedTensors(source, prefix, names);
    }

    @Override
    public int[] shape(String name) {
        return source.shape(prefix + name);
    }

    @Override
    public Tensor load(String name) {
        return source.load(prefix + name);
    }

    @Override
    public String origin() {
        return source.origin() + " (" + prefix + "*)";
    }
}
