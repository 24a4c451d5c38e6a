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
