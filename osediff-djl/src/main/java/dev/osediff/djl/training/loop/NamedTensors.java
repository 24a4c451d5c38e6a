package dev.osediff.djl.training.loop;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parameters in memory as a source. Immutable as long as nobody writes to the tensors.
 *
 * @param values by name
 * @param origin for error texts
 */
public record NamedTensors(Map<String, Tensor> values, String origin) implements TensorSource {
    /** Copies the map, not the tensors. */
    public NamedTensors {
        values = new LinkedHashMap<>(values);
    }

    /** Returns those below a path, without it. */
    public NamedTensors at(String path) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        values.forEach((name, tensor) -> {
            if (name.startsWith(path + ".")) {
                part.put(name.substring(path.length() + 1), tensor);
            }
        });
        return new NamedTensors(part, path + " of " + origin);
    }

    @Override
    public Set<String> names() {
        return new TreeSet<>(values.keySet());
    }

    @Override
    public int[] shape(String name) {
        return values.get(name).shape();
    }

    @Override
    public Tensor load(String name) {
        Tensor tensor = values.get(name);
        return Tensor.of(tensor.data().clone(), tensor.shape());
    }
}
