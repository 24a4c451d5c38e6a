package dev.osediff.network.quantised;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.List;
import java.util.function.Supplier;

/** Hands layers that have a parameter as weight to a visitor, and everything else to an engine. */
final class VisitedOps<T> implements Ops<VisitedValue<T>> {
    private final Ops<T> ops;
    private final Weights<T> weights;
    private final LayerVisitor visitor;

    VisitedOps(Ops<T> ops, Weights<T> weights, LayerVisitor visitor) {
        this.ops = ops;
        this.weights = weights;
        this.visitor = visitor;
    }

    private VisitedValue<T> layer(
            VisitedValue<T> x,
            VisitedValue<T> weight,
            VisitedValue<T> bias,
            boolean upsampling,
            Layer.Kernel<T> kernel) {
        if (weight.key() == null) {
            return VisitedValue.of(kernel.apply(x.value(), weight.value(), value(bias)));
        }
        Layer<T> layer =
                new Layer<>(ops, weights, weight.key(), x.value(), weight.value(), value(bias), upsampling, kernel);
        return VisitedValue.of(visitor.visit(layer));
    }

    private static <T> T value(VisitedValue<T> x) {
        return x == null ? null : x.value();
    }

    private static <T> List<T> values(List<VisitedValue<T>> parts) {
        return parts.stream().map(VisitedValue::value).toList();
    }

    @Override
    public int[] shape(VisitedValue<T> x) {
        return ops.shape(x.value());
    }

    @Override
    public VisitedValue<T> constant(Tensor value) {
        return VisitedValue.of(ops.constant(value));
    }

    @Override
    public Tensor read(VisitedValue<T> x) {
        return ops.read(x.value());
    }

    @Override
    public VisitedValue<T> scope(String name, Supplier<VisitedValue<T>> body) {
        return VisitedValue.of(ops.scope(name, () -> body.get().value()));
    }

    @Override
    public List<VisitedValue<T>> scopeAll(String name, Supplier<List<VisitedValue<T>>> body) {
        return ops.scopeAll(name, () -> values(body.get())).stream()
                .map(VisitedValue::of)
                .toList();
    }

    // ---- layers -----------------------------------------------------------------------------------------------------

    @Override
    public VisitedValue<T> conv2d(VisitedValue<T> x, VisitedValue<T> weight, VisitedValue<T> bias, Conv2dSpec spec) {
        return layer(x, weight, bias, false, (in, w, b) -> ops.conv2d(in, w, b, spec));
    }

    @Override
    public VisitedValue<T> upsampleConv2d(
            VisitedValue<T> x, VisitedValue<T> weight, VisitedValue<T> bias, int height, int width) {
        int[] in = shape(x);
        boolean doubles = height == 2 * in[2] && width == 2 * in[3];
        return layer(x, weight, bias, doubles, (value, w, b) -> ops.upsampleConv2d(value, w, b, height, width));
    }

    @Override
    public VisitedValue<T> linear(VisitedValue<T> x, VisitedValue<T> weight, VisitedValue<T> bias) {
        return layer(x, weight, bias, false, ops::linear);
    }

    // ---- all else ---------------------------------------------------------------------------------------------------

    @Override
    public VisitedValue<T> add(VisitedValue<T> a, VisitedValue<T> b) {
        return VisitedValue.of(ops.add(a.value(), b.value()));
    }

    @Override
    public VisitedValue<T> multiply(VisitedValue<T> a, VisitedValue<T> b) {
        return VisitedValue.of(ops.multiply(a.value(), b.value()));
    }

    @Override
    public VisitedValue<T> scale(VisitedValue<T> x, float factor) {
        return VisitedValue.of(ops.scale(x.value(), factor));
    }

    @Override
    public VisitedValue<T> addChannelBias(VisitedValue<T> x, VisitedValue<T> bias) {
        return VisitedValue.of(ops.addChannelBias(x.value(), bias.value()));
    }

    @Override
    public VisitedValue<T> silu(VisitedValue<T> x) {
        return VisitedValue.of(ops.silu(x.value()));
    }

    @Override
    public VisitedValue<T> gelu(VisitedValue<T> x) {
        return VisitedValue.of(ops.gelu(x.value()));
    }

    @Override
    public VisitedValue<T> leakyRelu(VisitedValue<T> x, float slope) {
        return VisitedValue.of(ops.leakyRelu(x.value(), slope));
    }

    @Override
    public VisitedValue<T> maxPool2d(VisitedValue<T> x, int kernel, int stride) {
        return VisitedValue.of(ops.maxPool2d(x.value(), kernel, stride));
    }

    @Override
    public VisitedValue<T> upsampleNearest2d(VisitedValue<T> x, int height, int width) {
        return VisitedValue.of(ops.upsampleNearest2d(x.value(), height, width));
    }

    @Override
    public VisitedValue<T> interleave2d(List<VisitedValue<T>> phases) {
        return VisitedValue.of(ops.interleave2d(values(phases)));
    }

    @Override
    public VisitedValue<T> pixelUnshuffle(VisitedValue<T> x, int factor) {
        return VisitedValue.of(ops.pixelUnshuffle(x.value(), factor));
    }

    @Override
    public VisitedValue<T> pixelShuffle(VisitedValue<T> x, int factor) {
        return VisitedValue.of(ops.pixelShuffle(x.value(), factor));
    }

    @Override
    public VisitedValue<T> groupNorm(
            VisitedValue<T> x, int groups, VisitedValue<T> gamma, VisitedValue<T> beta, float epsilon) {
        return VisitedValue.of(ops.groupNorm(x.value(), groups, gamma.value(), beta.value(), epsilon));
    }

    @Override
    public VisitedValue<T> groupNormSilu(
            VisitedValue<T> x, int groups, VisitedValue<T> gamma, VisitedValue<T> beta, float epsilon) {
        return VisitedValue.of(ops.groupNormSilu(x.value(), groups, gamma.value(), beta.value(), epsilon));
    }

    @Override
    public VisitedValue<T> groupMoments(VisitedValue<T> x, int groups) {
        return VisitedValue.of(ops.groupMoments(x.value(), groups));
    }

    @Override
    public VisitedValue<T> normaliseGroups(
            VisitedValue<T> x, VisitedValue<T> moments, VisitedValue<T> gamma, VisitedValue<T> beta, float epsilon) {
        return VisitedValue.of(ops.normaliseGroups(x.value(), moments.value(), gamma.value(), beta.value(), epsilon));
    }

    @Override
    public VisitedValue<T> normaliseGroupsSilu(
            VisitedValue<T> x, VisitedValue<T> moments, VisitedValue<T> gamma, VisitedValue<T> beta, float epsilon) {
        return VisitedValue.of(
                ops.normaliseGroupsSilu(x.value(), moments.value(), gamma.value(), beta.value(), epsilon));
    }

    @Override
    public VisitedValue<T> layerNorm(VisitedValue<T> x, VisitedValue<T> gamma, VisitedValue<T> beta, float epsilon) {
        return VisitedValue.of(ops.layerNorm(x.value(), gamma.value(), beta.value(), epsilon));
    }

    @Override
    public VisitedValue<T> channelRmsNorm(VisitedValue<T> x, VisitedValue<T> gain, float epsilon) {
        return VisitedValue.of(ops.channelRmsNorm(x.value(), gain.value(), epsilon));
    }

    @Override
    public VisitedValue<T> channelRmsNormSilu(VisitedValue<T> x, VisitedValue<T> gain, float epsilon) {
        return VisitedValue.of(ops.channelRmsNormSilu(x.value(), gain.value(), epsilon));
    }

    @Override
    public VisitedValue<T> attention(VisitedValue<T> q, VisitedValue<T> k, VisitedValue<T> v, int heads) {
        return VisitedValue.of(ops.attention(q.value(), k.value(), v.value(), heads));
    }

    @Override
    public VisitedValue<T> attentionOfScaled(VisitedValue<T> q, VisitedValue<T> k, VisitedValue<T> v, int heads) {
        return VisitedValue.of(ops.attentionOfScaled(q.value(), k.value(), v.value(), heads));
    }

    @Override
    public VisitedValue<T> causalAttention(VisitedValue<T> q, VisitedValue<T> k, VisitedValue<T> v, int heads) {
        return VisitedValue.of(ops.causalAttention(q.value(), k.value(), v.value(), heads));
    }

    @Override
    public VisitedValue<T> windowAttention(
            VisitedValue<T> q,
            VisitedValue<T> k,
            VisitedValue<T> v,
            VisitedValue<T> bias,
            VisitedValue<T> mask,
            int heads) {
        return VisitedValue.of(ops.windowAttention(q.value(), k.value(), v.value(), bias.value(), value(mask), heads));
    }

    @Override
    public VisitedValue<T> selectTokens(VisitedValue<T> x, int[] order) {
        return VisitedValue.of(ops.selectTokens(x.value(), order));
    }

    @Override
    public VisitedValue<T> embedding(VisitedValue<T> ids, VisitedValue<T> table) {
        return VisitedValue.of(ops.embedding(ids.value(), table.value()));
    }

    @Override
    public VisitedValue<T> mapToTokens(VisitedValue<T> x) {
        return VisitedValue.of(ops.mapToTokens(x.value()));
    }

    @Override
    public VisitedValue<T> tokensToMap(VisitedValue<T> x, int height, int width) {
        return VisitedValue.of(ops.tokensToMap(x.value(), height, width));
    }

    @Override
    public VisitedValue<T> concat(List<VisitedValue<T>> parts, int axis) {
        return VisitedValue.of(ops.concat(values(parts), axis));
    }

    @Override
    public VisitedValue<T> slice(VisitedValue<T> x, int axis, int from, int to) {
        return VisitedValue.of(ops.slice(x.value(), axis, from, to));
    }
}
