package dev.osediff.network.quantised;

import dev.osediff.network.Ops;
import dev.osediff.network.Weights;

/**
 * A convolution or linear layer while its network runs.
 *
 * @param ops the operations of the engine
 * @param weights all parameters of the network, for a visitor that has some of its own among them
 * @param key checkpoint key of the weight
 * @param input what the layer gets
 * @param weight its weight
 * @param bias its bias, or null
 * @param isUpsampling whether the input is doubled first, so that an engine computes four convolutions of 2 × 2
 * @param kernel what the layer does: stride, padding and size are in it
 * @param <T> the engine's value type
 */
public record Layer<T>(
        Ops<T> ops, Weights<T> weights, String key, T input, T weight, T bias, boolean isUpsampling, Kernel<T> kernel) {
    /**
     * A layer as a function.
     *
     * @param <T> the engine's value type
     */
    @FunctionalInterface
    public interface Kernel<T> {
        /** Computes the layer for an input, a weight of any number of outputs, and a bias or null. */
        T apply(T input, T weight, T bias);
    }

    /** Returns what the layer computes by itself. */
    public T result() {
        return result(input, weight);
    }

    /** Returns what the layer computes of another input with another weight, its bias included. */
    public T result(T otherInput, T otherWeight) {
        return kernel.apply(otherInput, otherWeight, bias);
    }

    /** Returns what the layer's convolution or product is with another weight, which may have another number of outputs; no bias. */
    public T product(T otherWeight) {
        return kernel.apply(input, otherWeight, null);
    }
}
