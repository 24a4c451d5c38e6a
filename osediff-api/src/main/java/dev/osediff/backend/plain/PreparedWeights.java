package dev.osediff.backend.plain;

import dev.osediff.network.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Parameters in the forms that kernels read: made on first use and kept for parameters of a compiled network, made anew for
 * all other tensors. Kept forms are limited, so that a model of gigabytes does not grow fourfold. Thread-safe.
 */
final class PreparedWeights {
    private static final long MOST_KEPT_BYTES = 256L << 20;

    private final Set<Tensor> parameters = ConcurrentHashMap.newKeySet();
    private final Map<Tensor, float[]> kept = new ConcurrentHashMap<>();
    private final AtomicLong keptBytes = new AtomicLong();

    /** Marks a tensor as one that does not change and is used again; returns it. */
    Tensor parameter(Tensor tensor) {
        parameters.add(tensor);
        return tensor;
    }

    /** Returns the other form of a tensor; one tensor has one other form only. */
    float[] get(Tensor tensor, long floats, Function<Tensor, float[]> make) {
        float[] known = kept.get(tensor);
        if (known != null) {
            return known;
        }
        long bytes = Float.BYTES * floats;
        if (!parameters.contains(tensor)) {
            return make.apply(tensor);
        }
        if (keptBytes.addAndGet(bytes) > MOST_KEPT_BYTES) {
            keptBytes.addAndGet(-bytes);
            return make.apply(tensor);
        }
        float[] made = make.apply(tensor);
        float[] first = kept.putIfAbsent(tensor, made);
        if (first == null) {
            return made;
        }
        keptBytes.addAndGet(-bytes);
        return first;
    }
}
