package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Network;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * A function from a noisy latent to a prediction, bound to operations and weights.
 *
 * @param <T> the implementation's value type
 */
@FunctionalInterface
public interface Denoiser<T> {
    /**
     * Predicts.
     *
     * @param noisy [N, C, h, w], float32
     * @param time sinusoid [N, timeChannels], float32
     * @param condition [N, L, D], float32; null for a network without condition
     * @return [N, C, h, w], float32
     */
    T predict(T noisy, T time, T condition);

    /**
     * Binds a network with the inputs sample, time and, if it is conditional, context, computing in the type of the
     * networks.
     */
    static <T> Denoiser<T> of(TrainingOps<T> ops, Network network, Weights<T> weights) {
        return (noisy, time, condition) -> {
            T sample = ops.toComputeType(noisy);
            T sinusoid = ops.toComputeType(time);
            List<T> inputs = condition == null
                    ? List.of(sample, sinusoid)
                    : List.of(sample, sinusoid, ops.toComputeType(condition));
            return ops.toFloat32(network.forward(ops, weights, inputs));
        };
    }
}
