package dev.osediff.djl.ops;

import dev.osediff.network.Weights;
import java.util.List;

/** A scalar to be made small, written once over {@link TrainingOps}. */
public interface Loss {
    /** Returns what it is called in logs and error texts. */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Computes the loss of one batch.
     *
     * @param ops the operations
     * @param trained cursor over the parameters that the gradient is taken for
     * @param frozen cursor over the parameters that stay
     * @param inputs the batch, float32; the loss's class states names and shapes
     * @param <T> the implementation's value type
     * @return a float32 scalar of rank 0
     */
    <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs);
}
