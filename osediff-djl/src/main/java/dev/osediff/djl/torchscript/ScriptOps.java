package dev.osediff.djl.torchscript;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes one TorchScript statement per operation. Shapes are static: a script serves the shapes it was traced with.
 * Feature maps stay in PyTorch's default layout: on the processors tried, channels-last made a training step slower
 * (0.52 s against 0.35 s in bfloat16).
 */
class ScriptOps implements TrainingOps<ScriptValue> {
    static final int FLOAT32 = 6;
    static final int BFLOAT16 = 15;
    private static final int INT64 = 4;

    private final Script script;
    private final List<Tensor> constants = new ArrayList<>();
    private final Map<String, ScriptValue> reports = new LinkedHashMap<>();
    private final int computeType;

    /**
     * Starts an empty script.
     *
     * @param computeType PyTorch's number of the scalar type that the networks compute in
     */
    ScriptOps(int computeType) {
        this(computeType, new Script());
    }

    ScriptOps(int computeType, Script script) {
        this.computeType = computeType;
        this.script = script;
    }

    String body() {
        return script.text();
    }

    Script script() {
        return script;
    }

    int computeType() {
        return computeType;
    }

    List<Tensor> constants() {
        return constants;
    }

    /** Returns what was reported, in order. */
    Map<String, ScriptValue> reports() {
        return reports;
    }

    /** Appends {@code name = expression}. */
    ScriptValue emit(String expression, int... shape) {
        return emit("v", 0, expression, shape);
    }

    /**
     * Appends {@code name = expression}.
     *
     * @param hint what the name begins with
     * @param products multiply-accumulates, 0 for what costs little
     */
    ScriptValue emit(String hint, double products, String expression, int... shape) {
        return new ScriptValue(script.add(hint, products, expression), shape);
    }

    @Override
    public int[] shape(ScriptValue x) {
        return x.shape().clone();
    }

    @Override
    public ScriptValue constant(Tensor value) {
        return toComputeType(exactConstant(value));
    }

    /** Brings in a constant in float32, whatever type the networks compute in. */
    ScriptValue exactConstant(Tensor value) {
        constants.add(value);
        return new ScriptValue("self.c" + (constants.size() - 1), value.shape());
    }

    @Override
    public ScriptValue add(ScriptValue a, ScriptValue b) {
        same(a, b);
        return emit("torch.add(" + a.name() + ", " + b.name() + ")", a.shape());
    }

    @Override
    public ScriptValue subtract(ScriptValue a, ScriptValue b) {
        same(a, b);
        return emit("torch.sub(" + a.name() + ", " + b.name() + ")", a.shape());
    }

    @Override
    public ScriptValue multiply(ScriptValue a, ScriptValue b) {
        same(a, b);
        return emit("torch.mul(" + a.name() + ", " + b.name() + ")", a.shape());
    }

    @Override
    public ScriptValue scale(ScriptValue x, float factor) {
        return emit("torch.mul(" + x.name() + ", " + number(factor) + ")", x.shape());
    }

    @Override
    public ScriptValue addChannelBias(ScriptValue x, ScriptValue bias) {
        fit(bias.dim(0) == x.dim(0) && bias.dim(1) == x.dim(1), x, bias);
        String view = "torch.reshape(" + bias.name() + ", " + list(bias.dim(0), bias.dim(1), 1, 1) + ")";
        return emit("torch.add(" + x.name() + ", " + view + ")", x.shape());
    }

    @Override
    public ScriptValue silu(ScriptValue x) {
        return unary("torch.silu", x);
    }

    @Override
    public ScriptValue gelu(ScriptValue x) {
        // Without the argument that later versions of the archive format have; the exact function is its default.
        return unary("torch.gelu", x);
    }

    @Override
    public ScriptValue leakyRelu(ScriptValue x, float slope) {
        return emit("torch.leaky_relu(" + x.name() + ", " + (double) slope + ")", x.shape());
    }

    @Override
    public ScriptValue abs(ScriptValue x) {
        return unary("torch.abs", x);
    }

    @Override
    public ScriptValue exp(ScriptValue x) {
        return unary("torch.exp", x);
    }

    @Override
    public ScriptValue softplus(ScriptValue x) {
        return unary("torch.softplus", x);
    }

    @Override
    public ScriptValue clamp(ScriptValue x, float low, float high) {
        return emit("torch.clamp(" + x.name() + ", " + number(low) + ", " + number(high) + ")", x.shape());
    }

    @Override
    public ScriptValue divide(ScriptValue a, ScriptValue b) {
        same(a, b);
        return emit("torch.div(" + a.name() + ", " + b.name() + ")", a.shape());
    }

    @Override
    public ScriptValue stopGradient(ScriptValue x) {
        return unary("torch.detach", x);
    }

    @Override
    public ScriptValue report(String name, ScriptValue value) {
        if (reports.putIfAbsent(name, cast(stopGradient(value), FLOAT32)) != null) {
            throw new IllegalArgumentException(name + " was reported twice");
        }
        return value;
    }

    @Override
    public ScriptValue mean(ScriptValue x) {
        return emit("torch.mean(" + x.name() + ")");
    }

    @Override
    public ScriptValue reshape(ScriptValue x, int... shape) {
        if (Tensor.elements(shape) != x.elements()) {
            throw new IllegalArgumentException(Arrays.toString(x.shape()) + " does not fit " + Arrays.toString(shape));
        }
        return emit("torch.reshape(" + x.name() + ", " + list(shape) + ")", shape);
    }

    @Override
    public ScriptValue toFloat32(ScriptValue x) {
        return cast(x, FLOAT32);
    }

    @Override
    public ScriptValue toComputeType(ScriptValue x) {
        return cast(x, computeType);
    }

    ScriptValue cast(ScriptValue x, int type) {
        return computeType == FLOAT32 ? x : emit("torch.to(" + x.name() + ", " + type + ")", x.shape());
    }

    @Override
    public ScriptValue conv2d(ScriptValue x, ScriptValue weight, ScriptValue bias, Conv2dSpec spec) {
        fit(weight.dim(1) == x.dim(1), x, weight);
        int h = spec.outputHeight(x.dim(2), weight.dim(2));
        int w = spec.outputWidth(x.dim(3), weight.dim(3));
        ScriptValue input = x;
        String padding = list(spec.top(), spec.left());
        if (spec.top() != spec.bottom() || spec.left() != spec.right()) {
            String pads = list(spec.left(), spec.right(), spec.top(), spec.bottom());
            input = emit(
                    "torch.constant_pad_nd(" + x.name() + ", " + pads + ", 0.)",
                    x.dim(0),
                    x.dim(1),
                    x.dim(2) + spec.top() + spec.bottom(),
                    x.dim(3) + spec.left() + spec.right());
            padding = list(0, 0);
        }
        String arguments = String.join(
                ", ",
                input.name(),
                weight.name(),
                bias == null ? "None" : bias.name(),
                list(spec.stride(), spec.stride()),
                padding,
                "[1, 1]",
                "1");
        double products = (double) x.dim(0) * h * w * weight.elements();
        return emit(hint(weight), products, "torch.conv2d(" + arguments + ")", x.dim(0), weight.dim(0), h, w);
    }

    @Override
    public ScriptValue maxPool2d(ScriptValue x, int kernel, int stride) {
        fit(kernel <= x.dim(2) && kernel <= x.dim(3), x, "windows of " + kernel);
        String arguments = String.join(
                ", ", x.name(), list(kernel, kernel), list(stride, stride), list(0, 0), list(1, 1), "False");
        return emit(
                "torch.max_pool2d(" + arguments + ")",
                x.dim(0),
                x.dim(1),
                (x.dim(2) - kernel) / stride + 1,
                (x.dim(3) - kernel) / stride + 1);
    }

    @Override
    public ScriptValue upsampleNearest2d(ScriptValue x, int height, int width) {
        return emit(
                "torch.upsample_nearest2d(" + x.name() + ", " + list(height, width) + ")",
                x.dim(0),
                x.dim(1),
                height,
                width);
    }

    @Override
    public ScriptValue upsampleConv2d(ScriptValue x, ScriptValue weight, ScriptValue bias, int height, int width) {
        // PyTorch's one large convolution is faster than four small ones and an interleave.
        return conv2d(upsampleNearest2d(x, height, width), weight, bias, Conv2dSpec.SAME_3X3);
    }

    @Override
    public ScriptValue interleave2d(List<ScriptValue> phases) {
        ScriptValue first = phases.get(0);
        int n = first.dim(0);
        int c = first.dim(1);
        int h = first.dim(2);
        int w = first.dim(3);
        ScriptValue stacked = emit("torch.stack(" + names(phases) + ", 2)", n, c, 4, h, w);
        return pixelShuffle(reshape(stacked, n, 4 * c, h, w), 2);
    }

    @Override
    public ScriptValue pixelUnshuffle(ScriptValue x, int factor) {
        fit(x.dim(2) % factor == 0 && x.dim(3) % factor == 0, x, factor);
        return emit(
                "torch.pixel_unshuffle(" + x.name() + ", " + factor + ")",
                x.dim(0),
                x.dim(1) * factor * factor,
                x.dim(2) / factor,
                x.dim(3) / factor);
    }

    @Override
    public ScriptValue pixelShuffle(ScriptValue x, int factor) {
        fit(x.dim(1) % (factor * factor) == 0, x, factor);
        return emit(
                "torch.pixel_shuffle(" + x.name() + ", " + factor + ")",
                x.dim(0),
                x.dim(1) / (factor * factor),
                x.dim(2) * factor,
                x.dim(3) * factor);
    }

    @Override
    public ScriptValue groupNorm(ScriptValue x, int groups, ScriptValue gamma, ScriptValue beta, float epsilon) {
        fit(x.dim(1) % groups == 0, x, groups);
        String arguments =
                String.join(", ", x.name(), "" + groups, gamma.name(), beta.name(), number(epsilon), "False");
        return emit(hint(gamma), 0, "torch.group_norm(" + arguments + ")", x.shape());
    }

    @Override
    public ScriptValue groupMoments(ScriptValue x, int groups) {
        int n = x.dim(0);
        ScriptValue rows = toFloat32(groupRows(x, groups));
        ScriptValue mean = emit("torch.mean(" + rows.name() + ", [2], True)", n, groups, 1);
        ScriptValue centred = emit("torch.sub(" + rows.name() + ", " + mean.name() + ")", rows.shape());
        String square = "torch.mul(" + centred.name() + ", " + centred.name() + ")";
        ScriptValue variance = emit("torch.mean(" + square + ", [2], True)", n, groups, 1);
        return concat(List.of(mean, variance), 2);
    }

    @Override
    public ScriptValue normaliseGroups(
            ScriptValue x, ScriptValue moments, ScriptValue gamma, ScriptValue beta, float epsilon) {
        fit(moments.shape().length == 3 && moments.dim(0) == x.dim(0) && moments.dim(2) == 2, x, moments);
        ScriptValue rows = toFloat32(groupRows(x, moments.dim(1)));
        ScriptValue mean = slice(moments, 2, 0, 1);
        ScriptValue variance = slice(moments, 2, 1, 2);
        ScriptValue root =
                emit("torch.rsqrt(torch.add(" + variance.name() + ", " + number(epsilon) + "))", variance.shape());
        ScriptValue centred = emit("torch.sub(" + rows.name() + ", " + mean.name() + ")", rows.shape());
        ScriptValue normalised = emit("torch.mul(" + centred.name() + ", " + root.name() + ")", rows.shape());
        ScriptValue map = toComputeType(reshape(normalised, x.shape()));
        String gain = "torch.reshape(" + gamma.name() + ", " + list(1, gamma.dim(0), 1, 1) + ")";
        String shift = "torch.reshape(" + beta.name() + ", " + list(1, beta.dim(0), 1, 1) + ")";
        return emit("torch.add(torch.mul(" + map.name() + ", " + gain + "), " + shift + ")", x.shape());
    }

    /** [N, C, H, W] to [N, groups, C / groups · H · W]. */
    private ScriptValue groupRows(ScriptValue x, int groups) {
        fit(x.dim(1) % groups == 0, x, groups);
        return reshape(x, x.dim(0), groups, x.dim(1) / groups * x.dim(2) * x.dim(3));
    }

    @Override
    public ScriptValue layerNorm(ScriptValue x, ScriptValue gamma, ScriptValue beta, float epsilon) {
        int c = x.dim(x.shape().length - 1);
        String arguments = String.join(", ", x.name(), list(c), gamma.name(), beta.name(), number(epsilon), "False");
        return emit(hint(gamma), 0, "torch.layer_norm(" + arguments + ")", x.shape());
    }

    @Override
    public ScriptValue channelRmsNorm(ScriptValue x, ScriptValue gain, float epsilon) {
        // The sum of squares and its root are float32 in every compute type.
        int[] perPixel = {x.dim(0), 1, x.dim(2), x.dim(3)};
        ScriptValue square = emit("torch.mul(" + x.name() + ", " + x.name() + ")", x.shape());
        ScriptValue mean = emit("torch.mean(" + square.name() + ", [1], True, dtype=" + FLOAT32 + ")", perPixel);
        ScriptValue root = emit("torch.rsqrt(torch.add(" + mean.name() + ", " + number(epsilon) + "))", perPixel);
        ScriptValue factor = toComputeType(root);
        ScriptValue normalised = emit("torch.mul(" + x.name() + ", " + factor.name() + ")", x.shape());
        String view = "torch.reshape(" + gain.name() + ", " + list(1, gain.dim(0), 1, 1) + ")";
        return emit("torch.mul(" + normalised.name() + ", " + view + ")", x.shape());
    }

    @Override
    public ScriptValue linear(ScriptValue x, ScriptValue weight, ScriptValue bias) {
        int[] shape = x.shape().clone();
        fit(shape[shape.length - 1] == weight.dim(1), x, weight);
        shape[shape.length - 1] = weight.dim(0);
        String b = bias == null ? "None" : bias.name();
        double products = (double) x.elements() * weight.dim(0);
        return emit(hint(weight), products, "torch.linear(" + x.name() + ", " + weight.name() + ", " + b + ")", shape);
    }

    @Override
    public ScriptValue attention(ScriptValue q, ScriptValue k, ScriptValue v, int heads) {
        return attention(q, k, v, heads, "");
    }

    @Override
    public ScriptValue attentionOfScaled(ScriptValue q, ScriptValue k, ScriptValue v, int heads) {
        return attention(q, k, v, heads, ", None, 0., False, scale=1.");
    }

    @Override
    public ScriptValue causalAttention(ScriptValue q, ScriptValue k, ScriptValue v, int heads) {
        same(q, k);
        return attention(q, k, v, heads, ", None, 0., True");
    }

    /** Windows are samples of their own; bias and mask become one addend. */
    @Override
    public ScriptValue windowAttention(
            ScriptValue q, ScriptValue k, ScriptValue v, ScriptValue bias, ScriptValue mask, int heads) {
        same(q, k);
        same(q, v);
        int length = bias.dim(bias.shape().length - 1);
        fit(Arrays.equals(bias.shape(), new int[] {1, heads, length, length}) && q.dim(1) % length == 0, q, bias);
        int windows = q.dim(1) / length;
        int samples = q.dim(0) * windows;
        ScriptValue added = bias;
        if (mask != null) {
            fit(Arrays.equals(mask.shape(), new int[] {windows, 1, length, length}), q, mask);
            added = emit("torch.add(" + bias.name() + ", " + mask.name() + ")", windows, heads, length, length);
            added = q.dim(0) == 1 ? added : concat(Collections.nCopies(q.dim(0), added), 0);
        }
        ScriptValue out = attention(
                reshape(q, samples, length, q.dim(2)),
                reshape(k, samples, length, q.dim(2)),
                reshape(v, samples, length, q.dim(2)),
                heads,
                ", " + added.name());
        return reshape(out, q.shape());
    }

    /** Further arguments of PyTorch's function are the mask, the dropout and whether it is causal. */
    private ScriptValue attention(ScriptValue q, ScriptValue k, ScriptValue v, int heads, String more) {
        fit(q.dim(2) % heads == 0, q, heads);
        fit(q.dim(0) == k.dim(0) && q.dim(2) == k.dim(2), q, k);
        same(k, v);
        ScriptValue out = emit(
                "attention",
                2.0 * q.elements() * k.dim(1),
                "torch.scaled_dot_product_attention(" + split(q, heads).name() + ", "
                        + split(k, heads).name() + ", " + split(v, heads).name() + more + ")",
                q.dim(0),
                heads,
                q.dim(1),
                q.dim(2) / heads);
        String joined = "torch.transpose(" + out.name() + ", 1, 2)";
        return emit("torch.reshape(" + joined + ", " + list(q.shape()) + ")", q.shape());
    }

    private ScriptValue split(ScriptValue x, int heads) {
        int d = x.dim(2) / heads;
        ScriptValue parts = reshape(x, x.dim(0), x.dim(1), heads, d);
        return emit("torch.transpose(" + parts.name() + ", 1, 2)", x.dim(0), heads, x.dim(1), d);
    }

    @Override
    public ScriptValue embedding(ScriptValue ids, ScriptValue table) {
        fit(ids.shape().length == 2 && table.shape().length == 2, ids, table);
        String rows = "torch.to(" + ids.name() + ", " + INT64 + ")";
        return emit("torch.embedding(" + table.name() + ", " + rows + ")", ids.dim(0), ids.dim(1), table.dim(1));
    }

    @Override
    public ScriptValue mapToTokens(ScriptValue x) {
        int pixels = x.dim(2) * x.dim(3);
        return emit("torch.transpose(torch.flatten(" + x.name() + ", 2), 1, 2)", x.dim(0), pixels, x.dim(1));
    }

    @Override
    public ScriptValue tokensToMap(ScriptValue x, int height, int width) {
        fit(x.dim(1) == height * width, x, height + " x " + width);
        int[] shape = {x.dim(0), x.dim(2), height, width};
        return emit("torch.reshape(torch.transpose(" + x.name() + ", 1, 2), " + list(shape) + ")", shape);
    }

    @Override
    public ScriptValue selectTokens(ScriptValue x, int[] order) {
        fit(x.shape().length == 3 && order.length > 0, x, order.length + " tokens");
        Tensor tokens = Tensor.zeros(order.length);
        for (int i = 0; i < order.length; i++) {
            fit(order[i] >= 0 && order[i] < x.dim(1), x, "token " + order[i]);
            tokens.data()[i] = order[i];
        }
        String index = "torch.to(" + exactConstant(tokens).name() + ", " + INT64 + ")";
        return emit("torch.index_select(" + x.name() + ", 1, " + index + ")", x.dim(0), order.length, x.dim(2));
    }

    @Override
    public ScriptValue concat(List<ScriptValue> parts, int axis) {
        for (ScriptValue part : parts) {
            int[] other = part.shape().clone();
            other[axis] = parts.get(0).dim(axis);
            fit(Arrays.equals(other, parts.get(0).shape()), parts.get(0), part);
        }
        int[] shape = parts.get(0).shape().clone();
        shape[axis] = parts.stream().mapToInt(p -> p.dim(axis)).sum();
        return emit("torch.cat(" + names(parts) + ", " + axis + ")", shape);
    }

    @Override
    public ScriptValue slice(ScriptValue x, int axis, int from, int to) {
        fit(from >= 0 && from < to && to <= x.dim(axis), x, "elements " + from + " to " + to + " of axis " + axis);
        int[] shape = x.shape().clone();
        shape[axis] = to - from;
        return emit("torch.slice(" + x.name() + ", " + axis + ", " + from + ", " + to + ", 1)", shape);
    }

    private ScriptValue unary(String function, ScriptValue x) {
        return emit(function + "(" + x.name() + ")", x.shape());
    }

    /** What the result of a layer is called: its path, so that a profile reads like the network. */
    static String hint(ScriptValue weight) {
        return weight.name().replaceAll("^(self\\.|w_)", "").replaceAll("_weight.*$", "");
    }

    static void same(ScriptValue a, ScriptValue b) {
        fit(Arrays.equals(a.shape(), b.shape()), a, b);
    }

    /** Refuses shapes that do not fit while the script is written: the engine would do so only when it runs. */
    static void fit(boolean fits, ScriptValue x, Object with) {
        if (!fits) {
            Object other = with instanceof ScriptValue value ? list(value.shape()) : with;
            throw new IllegalArgumentException("shapes do not fit: " + list(x.shape()) + " and " + other);
        }
    }

    static String names(List<ScriptValue> values) {
        return values.stream().map(ScriptValue::name).collect(Collectors.joining(", ", "[", "]"));
    }

    static String list(int... values) {
        return Arrays.toString(values);
    }

    /** A floating-point literal; Java's shortest form is also Python's. */
    private static String number(float value) {
        return Double.toString(value);
    }
}
