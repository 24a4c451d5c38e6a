package dev.osediff.network.cost;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.WeightProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Operations on shapes: records when each value is made and used last, and adds up multiply-adds. Not thread-safe. */
final class CostOps implements Ops<CostOps.Value> {
    private final List<Value> activations = new ArrayList<>();
    private long multiplyAdds;
    private int step;

    /** A value that has a shape and a lifetime in steps, but no numbers. */
    static final class Value {
        private final int[] shape;
        private final boolean weight;
        private final int made;
        private int lastUse;

        private Value(int[] shape, boolean weight, int made) {
            this.shape = shape.clone();
            this.weight = weight;
            this.made = made;
            this.lastUse = made;
        }
    }

    Value input(int[] shape) {
        Value value = new Value(shape, false, 0);
        activations.add(value);
        return value;
    }

    WeightProvider<Value> parameters(Set<String> names) {
        return new WeightProvider<>() {
            @Override
            public Value fetch(String path, int... shape) {
                return new Value(shape, true, 0);
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

    /** Makes the result of an operation; results of weights alone (folded parameters) are weights again. */
    private Value made(int[] shape, Value... from) {
        boolean weight = Arrays.stream(from).allMatch(v -> v == null || v.weight);
        if (weight) {
            return new Value(shape, true, 0);
        }
        step++;
        for (Value value : from) {
            if (value != null) {
                value.lastUse = step;
            }
        }
        Value value = new Value(shape, false, step);
        activations.add(value);
        return value;
    }

    private Value alike(Value x, Value... others) {
        Value[] from = Arrays.copyOf(others, others.length + 1);
        from[others.length] = x;
        return made(x.shape, from);
    }

    @Override
    public int[] shape(Value x) {
        return x.shape.clone();
    }

    @Override
    public Value constant(Tensor value) {
        return new Value(value.shape(), true, 0);
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
    public Value conv2d(Value x, Value weight, Value bias, Conv2dSpec spec) {
        int[] k = weight.shape;
        int height = spec.outputHeight(x.shape[2], k[2]);
        int width = spec.outputWidth(x.shape[3], k[3]);
        Value result = made(new int[] {x.shape[0], k[0], height, width}, x, weight, bias);
        multiplyAdds += Tensor.elements(result.shape) * k[1] * k[2] * k[3];
        return result;
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
        return alike(x, gamma, beta);
    }

    @Override
    public Value groupMoments(Value x, int groups) {
        return made(new int[] {x.shape[0], groups, 2}, x);
    }

    @Override
    public Value normaliseGroups(Value x, Value moments, Value gamma, Value beta, float epsilon) {
        return alike(x, moments, gamma, beta);
    }

    @Override
    public Value layerNorm(Value x, Value gamma, Value beta, float epsilon) {
        return alike(x, gamma, beta);
    }

    @Override
    public Value channelRmsNorm(Value x, Value gain, float epsilon) {
        return alike(x, gain);
    }

    @Override
    public Value linear(Value x, Value weight, Value bias) {
        int[] shape = x.shape.clone();
        shape[shape.length - 1] = weight.shape[0];
        Value result = made(shape, x, weight, bias);
        multiplyAdds += Tensor.elements(shape) * weight.shape[1];
        return result;
    }

    @Override
    public Value attention(Value q, Value k, Value v, int heads) {
        multiplyAdds += 2 * Tensor.elements(q.shape) * k.shape[1];
        return alike(q, k, v);
    }

    @Override
    public Value attentionOfScaled(Value q, Value k, Value v, int heads) {
        return attention(q, k, v, heads);
    }

    /** Counts the products of the keys that are seen, half of all and the diagonal's other half. */
    @Override
    public Value causalAttention(Value q, Value k, Value v, int heads) {
        multiplyAdds += Tensor.elements(q.shape) * (k.shape[1] + 1);
        return alike(q, k, v);
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
