package dev.osediff.network.cost;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.WeightProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Operations on shapes: records when each value is made and used last, and adds up multiply-adds. Not thread-safe. */
final class CostOps implements Ops<CostOps.Value> {
    private static final String INPUT = "input";

    private final List<Value> activations = new ArrayList<>();
    private final LayerLedger ledger = new LayerLedger();
    private final UpsamplingCount upsampling;
    private final Set<String> firstLayers = new HashSet<>();
    private long multiplyAdds;
    private int step;

    /** Counts what is really computed. */
    CostOps() {
        this(UpsamplingCount.FOUR_PHASES);
    }

    CostOps(UpsamplingCount upsampling) {
        this.upsampling = upsampling;
    }

    /** A value that has a shape and a lifetime in steps, but no numbers. */
    static final class Value {
        private final int[] shape;
        private final boolean weight;
        private final String layer;
        private final int made;
        private Set<String> sources = Set.of();
        private int lastUse;

        private Value(int[] shape, boolean weight, String layer, int made) {
            this.shape = shape.clone();
            this.weight = weight;
            this.layer = layer;
            this.made = made;
            this.lastUse = made;
        }
    }

    /** Returns the layers whose results this value is made of, with no layer between: names without "weight". */
    Set<String> sources(Value value) {
        return value.sources;
    }

    /** Returns an input that counts as a source, {@value #INPUT}, and whose first layers are noted. */
    Value tracedInput(int[] shape) {
        Value value = input(shape);
        value.sources = Set.of(INPUT);
        return value;
    }

    /** Returns the layers that read the traced input with no layer between: names without "weight". */
    Set<String> firstLayers() {
        return firstLayers;
    }

    Value input(int[] shape) {
        Value value = new Value(shape, false, INPUT, 0);
        activations.add(value);
        return value;
    }

    WeightProvider<Value> parameters(Set<String> names) {
        return new WeightProvider<>() {
            @Override
            public Value fetch(String path, int... shape) {
                String layer = path.substring(0, Math.max(0, path.lastIndexOf('.')));
                ledger.parameter(layer, path, Tensor.elements(shape));
                return new Value(shape, true, layer, 0);
            }

            @Override
            public boolean has(String path) {
                return names.contains(path);
            }
        };
    }

    long multiplyAdds() {
        return multiplyAdds;
    }

    /** Returns the most bytes alive in any one step; the output lives to the end. */
    long peakBytes(Value output) {
        output.lastUse = step;
        long[] change = new long[step + 2];
        for (Value value : activations) {
            long bytes = Float.BYTES * Tensor.elements(value.shape);
            change[value.made] += bytes;
            change[value.lastUse + 1] -= bytes;
        }
        long alive = 0;
        long peak = 0;
        for (long bytes : change) {
            alive += bytes;
            peak = Math.max(peak, alive);
        }
        return peak;
    }

    /** Returns what the layers cost, in the order of their first operation. */
    List<LayerCost> layers() {
        return ledger.layers();
    }

    private Value made(int[] shape, Value... from) {
        return product(LayerCost.Kind.OTHER, 0, shape, from);
    }

    /**
     * Makes the result of an operation; results of weights alone (folded parameters) are weights again. The operation belongs to
     * the layer whose parameters it reads, without any to that of its first value.
     */
    private Value product(LayerCost.Kind kind, long products, int[] shape, Value... from) {
        String layer = Arrays.stream(from)
                .filter(value -> value != null && value.weight && !value.layer.isEmpty())
                .findFirst()
                .orElse(from[0])
                .layer;
        boolean weight = Arrays.stream(from).allMatch(v -> v == null || v.weight);
        if (weight) {
            return new Value(shape, true, layer, 0);
        }
        multiplyAdds += products;
        ledger.operation(layer, kind, products, Float.BYTES * Tensor.elements(shape));
        step++;
        for (Value value : from) {
            if (value != null) {
                value.lastUse = step;
            }
        }
        Value value = new Value(shape, false, layer, step);
        value.sources = sources(kind, layer, from);
        activations.add(value);
        return value;
    }

    private Set<String> sources(LayerCost.Kind kind, String layer, Value... from) {
        Set<String> before = new HashSet<>();
        for (Value value : from) {
            before.addAll(value == null ? Set.of() : value.sources);
        }
        boolean isLayer = (kind == LayerCost.Kind.CONVOLUTION || kind == LayerCost.Kind.LINEAR) && from[1].weight;
        if (isLayer && before.contains(INPUT)) {
            firstLayers.add(layer);
        }
        return isLayer ? Set.of(layer) : before;
    }

    private Value alike(Value x, Value... others) {
        return made(x.shape, withFirst(x, others));
    }

    private Value normalised(Value x, Value... others) {
        return product(LayerCost.Kind.NORM, 0, x.shape, withFirst(x, others));
    }

    private static Value[] withFirst(Value x, Value... others) {
        Value[] from = new Value[others.length + 1];
        from[0] = x;
        System.arraycopy(others, 0, from, 1, others.length);
        return from;
    }

    @Override
    public int[] shape(Value x) {
        return x.shape.clone();
    }

    @Override
    public Value constant(Tensor value) {
        return new Value(value.shape(), true, "", 0);
    }

    @Override
    public Value add(Value a, Value b) {
        return alike(a, b);
    }

    @Override
    public Value multiply(Value a, Value b) {
        return alike(a, b);
    }

    @Override
    public Value scale(Value x, float factor) {
        return alike(x);
    }

    @Override
    public Value addChannelBias(Value x, Value bias) {
        return alike(x, bias);
    }

    @Override
    public Value silu(Value x) {
        return alike(x);
    }

    @Override
    public Value gelu(Value x) {
        return alike(x);
    }

    @Override
    public Value leakyRelu(Value x, float slope) {
        return alike(x);
    }

    @Override
    public Value conv2d(Value x, Value weight, Value bias, Conv2dSpec spec) {
        int[] k = weight.shape;
        int height = spec.outputHeight(x.shape[2], k[2]);
        int width = spec.outputWidth(x.shape[3], k[3]);
        int[] shape = {x.shape[0], k[0], height, width};
        long products = Tensor.elements(shape) * k[1] * k[2] * k[3];
        return product(LayerCost.Kind.CONVOLUTION, products, shape, x, weight, bias);
    }

    @Override
    public Value maxPool2d(Value x, int kernel, int stride) {
        int[] s = x.shape;
        return made(new int[] {s[0], s[1], (s[2] - kernel) / stride + 1, (s[3] - kernel) / stride + 1}, x);
    }

    @Override
    public Value upsampleConv2d(Value x, Value weight, Value bias, int height, int width) {
        return upsampling == UpsamplingCount.FOUR_PHASES
                ? Ops.super.upsampleConv2d(x, weight, bias, height, width)
                : conv2d(upsampleNearest2d(x, height, width), weight, bias, Conv2dSpec.SAME_3X3);
    }

    @Override
    public Value upsampleNearest2d(Value x, int height, int width) {
        return made(new int[] {x.shape[0], x.shape[1], height, width}, x);
    }

    @Override
    public Value interleave2d(List<Value> phases) {
        int[] s = phases.get(0).shape;
        return made(new int[] {s[0], s[1], 2 * s[2], 2 * s[3]}, phases.toArray(new Value[0]));
    }

    @Override
    public Value pixelUnshuffle(Value x, int f) {
        int[] s = x.shape;
        return made(new int[] {s[0], s[1] * f * f, s[2] / f, s[3] / f}, x);
    }

    @Override
    public Value pixelShuffle(Value x, int f) {
        int[] s = x.shape;
        return made(new int[] {s[0], s[1] / (f * f), s[2] * f, s[3] * f}, x);
    }

    @Override
    public Value groupNorm(Value x, int groups, Value gamma, Value beta, float epsilon) {
        return normalised(x, gamma, beta);
    }

    @Override
    public Value groupMoments(Value x, int groups) {
        return made(new int[] {x.shape[0], groups, 2}, x);
    }

    @Override
    public Value normaliseGroups(Value x, Value moments, Value gamma, Value beta, float epsilon) {
        return normalised(x, moments, gamma, beta);
    }

    @Override
    public Value layerNorm(Value x, Value gamma, Value beta, float epsilon) {
        return normalised(x, gamma, beta);
    }

    @Override
    public Value channelRmsNorm(Value x, Value gain, float epsilon) {
        return normalised(x, gain);
    }

    @Override
    public Value linear(Value x, Value weight, Value bias) {
        int[] shape = x.shape.clone();
        shape[shape.length - 1] = weight.shape[0];
        return product(LayerCost.Kind.LINEAR, Tensor.elements(shape) * weight.shape[1], shape, x, weight, bias);
    }

    @Override
    public Value attention(Value q, Value k, Value v, int heads) {
        return product(LayerCost.Kind.ATTENTION, 2 * Tensor.elements(q.shape) * k.shape[1], q.shape, q, k, v);
    }

    @Override
    public Value attentionOfScaled(Value q, Value k, Value v, int heads) {
        return attention(q, k, v, heads);
    }

    /** Counts the products of the keys that are seen, half of all and the diagonal's other half. */
    @Override
    public Value causalAttention(Value q, Value k, Value v, int heads) {
        return product(LayerCost.Kind.ATTENTION, Tensor.elements(q.shape) * (k.shape[1] + 1), q.shape, q, k, v);
    }

    @Override
    public Value windowAttention(Value q, Value k, Value v, Value bias, Value mask, int heads) {
        multiplyAdds += 2 * Tensor.elements(q.shape) * bias.shape[3];
        return alike(q, k, v, bias, mask);
    }

    @Override
    public Value embedding(Value ids, Value table) {
        return made(new int[] {ids.shape[0], ids.shape[1], table.shape[1]}, ids, table);
    }

    @Override
    public Value mapToTokens(Value x) {
        int[] s = x.shape;
        return made(new int[] {s[0], s[2] * s[3], s[1]}, x);
    }

    @Override
    public Value tokensToMap(Value x, int height, int width) {
        return made(new int[] {x.shape[0], x.shape[2], height, width}, x);
    }

    @Override
    public Value selectTokens(Value x, int[] order) {
        return made(new int[] {x.shape[0], order.length, x.shape[2]}, x);
    }

    @Override
    public Value concat(List<Value> parts, int axis) {
        int[] shape = parts.get(0).shape.clone();
        shape[axis] = parts.stream().mapToInt(p -> p.shape[axis]).sum();
        return made(shape, parts.toArray(new Value[0]));
    }

    @Override
    public Value slice(Value x, int axis, int from, int to) {
        int[] shape = x.shape.clone();
        shape[axis] = to - from;
        return made(shape, x);
    }
}
