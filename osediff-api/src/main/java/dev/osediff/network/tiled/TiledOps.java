package dev.osediff.network.tiled;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import dev.osediff.tile.Rect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Operations on a map in tiles over the operations of any engine: each one runs tile by tile before the next begins, and
 * tiles share what their {@link TileMode} says. {@link #shape} is that of the whole map, so a network need not know. In
 * {@link TileMode#EXACT} the joined tiles of any network of these operations equal its result on the whole map up to
 * rounding; a single tile gives what the engine itself gives, in both modes.
 *
 * <p>Memory: the activations of all tiles are alive at once, as those of the whole map would be; an engine's scratch is that
 * of one tile.
 *
 * <p>Errors: {@link IllegalArgumentException} as {@link Ops} says, for tiles that do not partition the map in EXACT, for
 * borders of tiles that a stride does not divide, and for operations that have no meaning on tiles (joining along rows,
 * largest values of windows, causal attention, attention in windows, tokens in another order). Serves one thread at a time.
 *
 * @param <T> the value type of the operations that are wrapped
 */
public final class TiledOps<T> implements Ops<TiledValue<T>> {
    private final Ops<T> ops;
    private final TileMode mode;
    private final TileStatistics<T> statistics;
    private final TiledConvolution<T> convolution;

    /** Wraps an engine's operations. */
    public TiledOps(Ops<T> ops, TileMode mode) {
        this.ops = ops;
        this.mode = mode;
        this.statistics = new TileStatistics<>(ops, mode);
        this.convolution = new TiledConvolution<>(ops, mode);
    }

    /** Returns a cursor at the root whose parameters all tiles share. */
    public static <T> Weights<TiledValue<T>> shared(Weights<T> weights) {
        return Weights.of(new SharedWeights<>(weights));
    }

    /**
     * Starts with the tiles of one map.
     *
     * @param parts one [N, C, height, width] for each part of the layout, in its order
     */
    public TiledValue<T> tiles(TileLayout layout, List<T> parts) {
        require(mode != TileMode.EXACT || layout.isPartition(), "exact tiles partition the map", layout);
        return TiledValue.map(ops, layout, parts);
    }

    @Override
    public int[] shape(TiledValue<T> x) {
        int[] shape = ops.shape(x.parts().get(0));
        if (x.isMap()) {
            shape[2] = x.layout().height();
            shape[3] = x.layout().width();
        } else if (!x.isShared()) {
            shape[1] = x.layout().height() * x.layout().width();
        }
        return shape;
    }

    @Override
    public TiledValue<T> constant(Tensor value) {
        return TiledValue.shared(ops.constant(value));
    }

    @Override
    public TiledValue<T> scope(String name, Supplier<TiledValue<T>> body) {
        return scopeAll(name, () -> List.of(body.get())).get(0);
    }

    @Override
    public List<TiledValue<T>> scopeAll(String name, Supplier<List<TiledValue<T>>> body) {
        List<TiledValue<T>> results = new ArrayList<>();
        List<T> kept = ops.scopeAll(name, () -> {
            results.addAll(body.get());
            return results.stream().flatMap(value -> value.parts().stream()).toList();
        });
        int from = 0;
        for (int i = 0; i < results.size(); i++) {
            int to = from + results.get(i).parts().size();
            results.set(i, results.get(i).with(kept.subList(from, to)));
            from = to;
        }
        return results;
    }

    /** Runs an operation on tile and tile of values in equal tiles. */
    private List<T> joined(List<TiledValue<T>> values, Function<List<T>, T> operation) {
        TiledValue<T> first = values.get(0);
        values.forEach(first::requireAlike);
        List<T> results = new ArrayList<>();
        for (int i = 0; i < first.parts().size(); i++) {
            int at = i;
            results.add(operation.apply(
                    values.stream().map(value -> value.parts().get(at)).toList()));
        }
        return results;
    }

    @Override
    public TiledValue<T> add(TiledValue<T> a, TiledValue<T> b) {
        return a.with(joined(List.of(a, b), pair -> ops.add(pair.get(0), pair.get(1))));
    }

    @Override
    public TiledValue<T> multiply(TiledValue<T> a, TiledValue<T> b) {
        return a.with(joined(List.of(a, b), pair -> ops.multiply(pair.get(0), pair.get(1))));
    }

    @Override
    public TiledValue<T> scale(TiledValue<T> x, float factor) {
        return x.each(part -> ops.scale(part, factor));
    }

    @Override
    public TiledValue<T> addChannelBias(TiledValue<T> x, TiledValue<T> bias) {
        return x.each(part -> ops.addChannelBias(part, bias.sharedPart()));
    }

    @Override
    public TiledValue<T> silu(TiledValue<T> x) {
        return x.each(ops::silu);
    }

    @Override
    public TiledValue<T> gelu(TiledValue<T> x) {
        return x.each(ops::gelu);
    }

    @Override
    public TiledValue<T> leakyRelu(TiledValue<T> x, float slope) {
        return x.each(part -> ops.leakyRelu(part, slope));
    }

    @Override
    public TiledValue<T> conv2d(TiledValue<T> x, TiledValue<T> weight, TiledValue<T> bias, Conv2dSpec spec) {
        T w = weight.sharedPart();
        T b = TiledValue.sharedOrNull(bias);
        return x.isShared() ? x.each(part -> ops.conv2d(part, w, b, spec)) : convolution.convolve(x, w, b, spec);
    }

    @Override
    public TiledValue<T> maxPool2d(TiledValue<T> x, int kernel, int stride) {
        return TiledValue.shared(ops.maxPool2d(x.sharedPart(), kernel, stride));
    }

    @Override
    public TiledValue<T> upsampleNearest2d(TiledValue<T> x, int height, int width) {
        return x.isShared()
                ? x.each(part -> ops.upsampleNearest2d(part, height, width))
                : convolution.upsample(x, height, width);
    }

    @Override
    public TiledValue<T> upsampleConv2d(
            TiledValue<T> x, TiledValue<T> weight, TiledValue<T> bias, int height, int width) {
        T w = weight.sharedPart();
        T b = TiledValue.sharedOrNull(bias);
        return x.isShared()
                ? x.each(part -> ops.upsampleConv2d(part, w, b, height, width))
                : convolution.upsampleAndConvolve(x, w, b, height, width);
    }

    @Override
    public TiledValue<T> interleave2d(List<TiledValue<T>> phases) {
        TiledValue<T> first = phases.get(0);
        List<T> parts = joined(phases, ops::interleave2d);
        return first.isShared()
                ? first.with(parts)
                : TiledValue.map(ops, first.layout().enlarged(2), parts);
    }

    @Override
    public TiledValue<T> pixelUnshuffle(TiledValue<T> x, int factor) {
        TiledValue<T> blocks = x.each(part -> ops.pixelUnshuffle(part, factor));
        if (x.isShared()) {
            return blocks;
        }
        TileLayout layout = x.layout();
        TileLayout reduced = layout.reduced(factor, layout.width() / factor, layout.height() / factor);
        return TiledValue.map(ops, reduced, blocks.parts());
    }

    @Override
    public TiledValue<T> pixelShuffle(TiledValue<T> x, int factor) {
        TiledValue<T> pixels = x.each(part -> ops.pixelShuffle(part, factor));
        return x.isShared() ? pixels : TiledValue.map(ops, x.layout().enlarged(factor), pixels.parts());
    }

    @Override
    public TiledValue<T> groupNorm(TiledValue<T> x, int groups, TiledValue<T> gamma, TiledValue<T> beta, float eps) {
        T g = gamma.sharedPart();
        T b = beta.sharedPart();
        return x.isSingle()
                ? x.each(part -> ops.groupNorm(part, groups, g, b, eps))
                : statistics.normalised(x, groups, (part, moments) -> ops.normaliseGroups(part, moments, g, b, eps));
    }

    @Override
    public TiledValue<T> groupNormSilu(
            TiledValue<T> x, int groups, TiledValue<T> gamma, TiledValue<T> beta, float eps) {
        T g = gamma.sharedPart();
        T b = beta.sharedPart();
        return x.isSingle()
                ? x.each(part -> ops.groupNormSilu(part, groups, g, b, eps))
                : statistics.normalised(
                        x, groups, (part, moments) -> ops.normaliseGroupsSilu(part, moments, g, b, eps));
    }

    @Override
    public TiledValue<T> groupMoments(TiledValue<T> x, int groups) {
        return TiledValue.shared(statistics.pooled(x, groups));
    }

    @Override
    public TiledValue<T> normaliseGroups(
            TiledValue<T> x, TiledValue<T> moments, TiledValue<T> gamma, TiledValue<T> beta, float eps) {
        T m = moments.sharedPart();
        return x.each(part -> ops.normaliseGroups(part, m, gamma.sharedPart(), beta.sharedPart(), eps));
    }

    @Override
    public TiledValue<T> layerNorm(TiledValue<T> x, TiledValue<T> gamma, TiledValue<T> beta, float epsilon) {
        require(!x.isMap(), "the last axis of a map in tiles is cut", x.layout());
        return x.each(part -> ops.layerNorm(part, gamma.sharedPart(), beta.sharedPart(), epsilon));
    }

    @Override
    public TiledValue<T> channelRmsNorm(TiledValue<T> x, TiledValue<T> gain, float epsilon) {
        return x.each(part -> ops.channelRmsNorm(part, gain.sharedPart(), epsilon));
    }

    @Override
    public TiledValue<T> linear(TiledValue<T> x, TiledValue<T> weight, TiledValue<T> bias) {
        require(!x.isMap(), "the last axis of a map in tiles is cut", x.layout());
        return x.each(part -> ops.linear(part, weight.sharedPart(), TiledValue.sharedOrNull(bias)));
    }

    @Override
    public TiledValue<T> attention(TiledValue<T> q, TiledValue<T> k, TiledValue<T> v, int heads) {
        return attention(q, k, v, (a, b, c) -> ops.attention(a, b, c, heads));
    }

    @Override
    public TiledValue<T> attentionOfScaled(TiledValue<T> q, TiledValue<T> k, TiledValue<T> v, int heads) {
        return attention(q, k, v, (a, b, c) -> ops.attentionOfScaled(a, b, c, heads));
    }

    /** Attention of one tile's queries. */
    private interface TileAttention<T> {
        T of(T q, T k, T v);
    }

    private TiledValue<T> attention(TiledValue<T> q, TiledValue<T> k, TiledValue<T> v, TileAttention<T> one) {
        k.requireAlike(v);
        if (!k.isShared() && mode == TileMode.REFERENCE) {
            return q.with(joined(
                    List.of(q, k, v), qkv -> ops.scope("tile", () -> one.of(qkv.get(0), qkv.get(1), qkv.get(2)))));
        }
        return q.with(ops.scopeAll("attention", () -> {
            T keys = k.isSingle() ? k.parts().get(0) : ops.concat(k.parts(), 1);
            T values = v.isSingle() ? v.parts().get(0) : ops.concat(v.parts(), 1);
            return q.each(part -> ops.scope("tile", () -> one.of(part, keys, values)))
                    .parts();
        }));
    }

    @Override
    public TiledValue<T> causalAttention(TiledValue<T> q, TiledValue<T> k, TiledValue<T> v, int heads) {
        return TiledValue.shared(ops.causalAttention(q.sharedPart(), k.sharedPart(), v.sharedPart(), heads));
    }

    @Override
    public TiledValue<T> windowAttention(
            TiledValue<T> q, TiledValue<T> k, TiledValue<T> v, TiledValue<T> bias, TiledValue<T> mask, int heads) {
        T added = bias.sharedPart();
        T hidden = TiledValue.sharedOrNull(mask);
        return TiledValue.shared(
                ops.windowAttention(q.sharedPart(), k.sharedPart(), v.sharedPart(), added, hidden, heads));
    }

    @Override
    public TiledValue<T> selectTokens(TiledValue<T> x, int[] order) {
        return TiledValue.shared(ops.selectTokens(x.sharedPart(), order));
    }

    @Override
    public TiledValue<T> embedding(TiledValue<T> ids, TiledValue<T> table) {
        return TiledValue.shared(ops.embedding(ids.sharedPart(), table.sharedPart()));
    }

    @Override
    public TiledValue<T> mapToTokens(TiledValue<T> x) {
        TiledValue<T> tokens = x.each(ops::mapToTokens);
        return x.isShared() ? tokens : x.withTokens(tokens.parts());
    }

    @Override
    public TiledValue<T> tokensToMap(TiledValue<T> x, int height, int width) {
        if (x.isShared()) {
            return x.each(part -> ops.tokensToMap(part, height, width));
        }
        TileLayout layout = x.layout();
        require(height == layout.height() && width == layout.width(), width + " x " + height + " is no map of", layout);
        List<T> maps = new ArrayList<>();
        for (int i = 0; i < layout.size(); i++) {
            Rect part = layout.parts().get(i);
            maps.add(ops.tokensToMap(x.parts().get(i), part.height(), part.width()));
        }
        return TiledValue.map(ops, layout, maps);
    }

    @Override
    public TiledValue<T> concat(List<TiledValue<T>> parts, int axis) {
        TiledValue<T> first = parts.get(0);
        require(!first.cuts(axis), "tiles are not joined along axis " + axis, first.layout());
        return first.with(joined(parts, tiles -> ops.concat(tiles, axis)));
    }

    @Override
    public TiledValue<T> slice(TiledValue<T> x, int axis, int from, int to) {
        require(!x.cuts(axis), "tiles are not cut along axis " + axis, x.layout());
        return x.each(part -> ops.slice(part, axis, from, to));
    }

    private static void require(boolean fits, String what, TileLayout layout) {
        if (!fits) {
            throw new IllegalArgumentException(what + ": " + layout);
        }
    }
}
