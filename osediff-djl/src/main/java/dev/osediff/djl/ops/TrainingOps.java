package dev.osediff.djl.ops;

import dev.osediff.network.Ops;

/**
 * What losses need beyond the networks' own operations. Every operation is differentiable. Values may be held in a
 * narrower type than float32; a loss asks for float32 where it adds up.
 *
 * @param <T> a value in the implementation's own form
 */
public interface TrainingOps<T> extends Ops<T> {
    /** |x| elementwise. */
    T abs(T x);

    /** e^x elementwise. */
    T exp(T x);

    /** ln(1 + e^x) elementwise, without overflow. */
    T softplus(T x);

    /** x limited to low … high; the gradient is 1 within and at the limits, 0 beyond. */
    T clamp(T x, float low, float high);

    /** a / b elementwise; both of one shape, which the result has. */
    T divide(T a, T b);

    /** The same values, through which no gradient flows. */
    T stopGradient(T x);

    /**
     * Notes a value under a name for whoever runs the loss (a part of the loss for the log, a latent for the next loss) and
     * returns it. A reported value carries no gradient. The default notes nothing.
     */
    default T report(String name, T value) {
        return value;
    }

    /** Mean over all elements, a scalar of rank 0. */
    T mean(T x);

    /** The same elements in row-major order under another shape of equal size. */
    T reshape(T x, int... shape);

    /** Widens to float32; no change if it is float32 already. */
    T toFloat32(T x);

    /** Brings a float32 value into the type that the networks compute in. */
    T toComputeType(T x);

    /** a − b; both of one shape, which the result has. */
    default T subtract(T a, T b) {
        return add(a, scale(b, -1f));
    }
}
