package dev.osediff.network.quantised;

import dev.osediff.network.Ops;
import java.util.function.BinaryOperator;

/**
 * A convolution or linear layer while its network runs.
 *
 * @param ops the operations of the engine
 * @param key checkpoint key of the weight
 * @param input what the layer gets
 * @param weight its weight
 * @param bias its bias, or null
 * @param isUpsampling whether the input is doubled first, so that an engine computes four convolutions of 2 × 2
 * @param compute the layer as a function of input and weight, bias included
 * @param <T> the engine's value type
 */
public record Layer<T>(
        Ops<T> ops, String key, T input, T weight, T bias, boolean isUpsampling, BinaryOperator<T> compute) {
    /** Returns what the layer computes by itself. */
    public T result() {
        return compute.apply(input, weight);
    }
}
