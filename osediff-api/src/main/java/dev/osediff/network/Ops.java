package dev.osediff.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The operations that every network of this library is written in, over a value type {@code T} that each
 * implementation chooses: arrays for the plain-Java engine, native arrays with autograd for training, nodes for a
 * graph writer, shapes for the cost counter. Operations are semantic (attention, not matrix product and softmax), so
 * that an implementation may use its own fused kernel and memory layout. Values are logically float32 and row-major;
 * feature maps are [N, C, H, W], token sequences [N, L, C]. No operation changes its arguments. An instance serves one
 * thread at a time unless its class says otherwise.
 *
 * <p>Errors: shapes that do not fit are programming errors of the network and throw {@link IllegalArgumentException}.
 *
 * @param <T> a value in the implementation's own form
 */
public interface Ops<T> {
    /** Returns the shape of {@code x}; the caller may change the returned array. */
    int[] shape(T x);

    /** Brings a host tensor into this implementation. */
    T constant(Tensor value);

    /**
     * Brings a value to the host, for who looks inside a network: a recorder of activations, a dump. Not to be changed. The
     * default is that of writers, which have no values.
     *
     * @throws UnsupportedOperationException if there are no values
     */
    default Tensor read(T x) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " has no values");
    }

    /**
     * Runs a part of a network under a name (one component of the checkpoint path). An eager implementation frees all
     * that the body made but its result; a graph writer names nodes; a counter adds up. The default only runs the body.
     */
    default T scope(String name, Supplier<T> body) {
        return body.get();
    }

    /**
     * {@link #scope} of a part that has several results, which all live on. Who frees in one frees in the other. The
     * default only runs the body.
     */
    default List<T> scopeAll(String name, Supplier<List<T>> body) {
        return body.get();
    }

    // ---- elementwise ------------------------------------------------------------------------------------------------

    /** a + b; both of one shape, which the result has. */
    T add(T a, T b);

    /** a · b elementwise; both of one shape, which the result has. */
    T multiply(T a, T b);

    /** x · factor. */
    T scale(T x, float factor);

    /** x [N, C, H, W] + bias [N, C] at every pixel. */
    T addChannelBias(T x, T bias);

    /** x · sigmoid(x). */
    T silu(T x);

    /** x · Φ(x) with the exact Gaussian distribution function Φ (not the tanh approximation). */
    T gelu(T x);

    /** x where it is at least 0, and slope · x below. */
    T leakyRelu(T x, float slope);

    // ---- convolutions and resampling --------------------------------------------------------------------------------

    /**
     * Two-dimensional cross-correlation with zero padding.
     *
     * @param x [N, I, H, W]
     * @param weight [O, I, kh, kw]
     * @param bias [O], or null for none
     * @return [N, O, H', W'] with H' = ⌊(H + top + bottom − kh) / stride⌋ + 1, W' likewise
     */
    T conv2d(T x, T weight, T bias, Conv2dSpec spec);

    /**
     * Largest value of each square window, without padding.
     *
     * @param x [N, C, H, W], sides at least {@code kernel}
     * @param kernel side of a window in pixels
     * @param stride distance between windows in pixels
     * @return [N, C, H', W'] with H' = ⌊(H − kernel) / stride⌋ + 1, W' likewise
     */
    T maxPool2d(T x, int kernel, int stride);

    /** Nearest-neighbour resize of x [N, C, H, W] to [N, C, height, width]: output pixel i reads ⌊i · H / height⌋. */
    T upsampleNearest2d(T x, int height, int width);

    /**
     * Nearest ×2 upsampling to height × width, followed by a 3×3 convolution that keeps that size. height is 2H or
     * 2H − 1 (a skip connection of odd size), width likewise. For the exact double the default computes the four 2×2
     * convolutions that the two steps amount to (4 products in place of 9), then interleaves them.
     *
     * @param x [N, I, H, W]
     * @param weight [O, I, 3, 3]
     * @param bias [O], or null
     * @return [N, O, height, width]
     */
    default T upsampleConv2d(T x, T weight, T bias, int height, int width) {
        int[] in = shape(x);
        if (height != 2 * in[2] || width != 2 * in[3]) {
            return conv2d(upsampleNearest2d(x, height, width), weight, bias, Conv2dSpec.SAME_3X3);
        }
        List<T> phases = new ArrayList<>(4);
        for (int py = 0; py < 2; py++) {
            T rows = mergeTaps(weight, 2, py);
            for (int px = 0; px < 2; px++) {
                T taps = mergeTaps(rows, 3, px);
                phases.add(conv2d(x, taps, bias, new Conv2dSpec(1, 1 - py, py, 1 - px, px)));
            }
        }
        return interleave2d(phases);
    }

    /** Adds the two taps of a 3-tap axis that fall on one low-resolution pixel: phase 0 gives [0, 1+2], phase 1 [0+1, 2]. */
    private T mergeTaps(T weight, int axis, int phase) {
        T a = slice(weight, axis, 0, 1);
        T b = slice(weight, axis, 1, 2);
        T c = slice(weight, axis, 2, 3);
        return concat(phase == 0 ? List.of(a, add(b, c)) : List.of(add(a, b), c), axis);
    }

    /**
     * Interleaves four maps [N, C, H, W] into [N, C, 2H, 2W]: output pixel (2y + py, 2x + px) is pixel (y, x) of map
     * 2 · py + px.
     */
    T interleave2d(List<T> phases);

    /** Space to depth: [N, C, H·f, W·f] to [N, C·f², H, W]; channel c·f² + dy·f + dx holds pixel (dy, dx) of each block. */
    T pixelUnshuffle(T x, int factor);

    /** Depth to space, the inverse of {@link #pixelUnshuffle}: [N, C·f², H, W] to [N, C, H·f, W·f]. */
    T pixelShuffle(T x, int factor);

    // ---- normalisation ----------------------------------------------------------------------------------------------

    /**
     * Group normalisation over (C / groups, H, W) with biased variance, then gain and bias per channel.
     *
     * @param x [N, C, H, W]
     * @param gamma [C]
     * @param beta [C]
     */
    T groupNorm(T x, int groups, T gamma, T beta, float epsilon);

    /** silu(groupNorm(x)): one pass where an implementation has it. */
    default T groupNormSilu(T x, int groups, T gamma, T beta, float epsilon) {
        return silu(groupNorm(x, groups, gamma, beta, epsilon));
    }

    /**
     * What {@link #groupNorm} divides by: mean and biased variance of each group of channels over all pixels. With it and
     * {@link #normaliseGroups} several maps are normalised by common statistics, which are float32 in every compute type.
     *
     * @param x [N, C, H, W]
     * @return [N, groups, 2]: mean, then variance
     */
    T groupMoments(T x, int groups);

    /**
     * Group normalisation by moments that are given: (x − mean) / √(variance + epsilon), then gain and bias per channel.
     *
     * @param x [N, C, H, W]
     * @param moments [N, groups, 2] as {@link #groupMoments} gives them; the number of groups divides C
     * @param gamma [C]
     * @param beta [C]
     */
    T normaliseGroups(T x, T moments, T gamma, T beta, float epsilon);

    /** silu(normaliseGroups(x)): one pass where an implementation has it. */
    default T normaliseGroupsSilu(T x, T moments, T gamma, T beta, float epsilon) {
        return silu(normaliseGroups(x, moments, gamma, beta, epsilon));
    }

    /** Layer normalisation over the last axis (biased variance), then gain and bias; gamma and beta [C]. */
    T layerNorm(T x, T gamma, T beta, float epsilon);

    /**
     * Root-mean-square normalisation over the channels of each pixel: x / √(mean_c x² + epsilon) · gain. Sees one pixel
     * only, so tiles stay exact.
     *
     * @param x [N, C, H, W]
     * @param gain [C]
     */
    T channelRmsNorm(T x, T gain, float epsilon);

    /** silu(channelRmsNorm(x)): one pass where an implementation has it. */
    default T channelRmsNormSilu(T x, T gain, float epsilon) {
        return silu(channelRmsNorm(x, gain, epsilon));
    }

    // ---- tokens -----------------------------------------------------------------------------------------------------

    /** x [..., I] · weightᵀ + bias: weight [O, I], bias [O] or null, result [..., O]; x has rank 2 or 3. */
    T linear(T x, T weight, T bias);

    /**
     * Multi-head scaled dot-product attention, softmax(q kᵀ / √d) v with d = C / heads, heads side by side in C.
     *
     * @param q [N, Lq, C]
     * @param k [N, Lk, C]
     * @param v [N, Lk, C]
     * @return [N, Lq, C], not transposed
     */
    T attention(T q, T k, T v, int heads);

    /**
     * {@link #attention} of queries that carry the factor 1 / √d already, because it was folded into the weights that made
     * them: softmax(q kᵀ) v. The default takes the factor out again; who can leave it out does.
     *
     * @param q [N, Lq, C]
     * @param k [N, Lk, C]
     * @param v [N, Lk, C]
     * @return [N, Lq, C]
     */
    default T attentionOfScaled(T q, T k, T v, int heads) {
        return attention(scale(q, (float) Math.sqrt((double) shape(q)[2] / heads)), k, v, heads);
    }

    /**
     * {@link #attention} in which a token sees itself and those before it: weights of later keys are 0.
     *
     * @param q [N, L, C]
     * @param k [N, L, C]
     * @param v [N, L, C]
     * @return [N, L, C]
     */
    T causalAttention(T q, T k, T v, int heads);

    /**
     * Attention within windows of L tokens that follow each other, each window for itself: softmax(q kᵀ / √d + bias + mask) v
     * (Swin Transformer, arXiv 2103.14030, eq. 4).
     *
     * @param q [N, W·L, C]
     * @param k [N, W·L, C]
     * @param v [N, W·L, C]
     * @param bias [1, heads, L, L], by head, query and key, the same in every window
     * @param mask [W, 1, L, L], by window, query and key, the same for every head; null for none
     * @return [N, W·L, C]
     */
    T windowAttention(T q, T k, T v, T bias, T mask, int heads);

    /**
     * Rows of a table.
     *
     * @param ids [N, L], whole numbers from 0 to V − 1 as float32 values, whatever type an implementation computes in; one
     *     that sees the values refuses others, the rest leave that to their engine
     * @param table [V, C]
     * @return [N, L, C]
     */
    T embedding(T ids, T table);

    /** [N, C, H, W] to [N, H·W, C]. */
    T mapToTokens(T x);

    /** [N, height·width, C] to [N, C, height, width]. */
    T tokensToMap(T x, int height, int width);

    /**
     * Tokens in another order; some may be left out, some repeated.
     *
     * @param x [N, L, C]
     * @param order numbers from 0 to L − 1, at least one
     * @return [N, order.length, C]; token i is token order[i] of x
     */
    T selectTokens(T x, int[] order);

    // ---- structure --------------------------------------------------------------------------------------------------

    /** Joins along an axis; the other axes are equal. */
    T concat(List<T> parts, int axis);

    /** Elements from (inclusive) to to (exclusive) of one axis. */
    T slice(T x, int axis, int from, int to);
}
