package dev.osediff.djl.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * The operations on DJL's PyTorch arrays, eager, float32; differentiable within a gradient collector. Every array made
 * belongs to the manager of the innermost {@link #scope}, which is closed when the scope ends: only its result lives
 * on. Serves one thread. Close it to free what it still holds.
 */
public final class DjlOps implements TrainingOps<NDArray>, AutoCloseable {
    private static final int NEAREST = 0;

    /** Most scores of an attention that are held at one time, 64 MiB of them. */
    private static final long MOST_SCORES = 1L << 24;

    private final NDManager root;
    private final Runnable checkpoint;
    private NDManager manager;

    /** Creates operations whose arrays live in a sub-manager of {@code parent} until {@link #close()}. */
    public DjlOps(NDManager parent) {
        this(parent, () -> {});
    }

    /**
     * Creates operations that can be interrupted.
     *
     * @param checkpoint run before each convolution and attention; what it throws ends the run
     */
    public DjlOps(NDManager parent, Runnable checkpoint) {
        root = parent.newSubManager();
        manager = root;
        this.checkpoint = checkpoint;
    }

    /** Copies a value to the Java heap. */
    public static Tensor download(NDArray x) {
        int[] shape = Arrays.stream(x.getShape().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        return Tensor.of(x.toFloatArray(), shape);
    }

    @Override
    public int[] shape(NDArray x) {
        return Arrays.stream(x.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public Tensor read(NDArray x) {
        return download(x);
    }

    @Override
    public NDArray constant(Tensor value) {
        return manager.create(value.data(), djl(value.shape()));
    }

    @Override
    public NDArray scope(String name, Supplier<NDArray> body) {
        return scopeAll(name, () -> List.of(body.get())).get(0);
    }

    @Override
    public List<NDArray> scopeAll(String name, Supplier<List<NDArray>> body) {
        NDManager outer = manager;
        try (NDManager inner = outer.newSubManager()) {
            manager = inner;
            List<NDArray> results = body.get();
            for (NDArray result : results) {
                if (result.getManager() == inner) {
                    result.attach(outer);
                }
            }
            return results;
        } finally {
            manager = outer;
        }
    }

    /** Moves a result, which DJL gives to its first argument's manager, to the current scope. */
    private NDArray own(NDArray x) {
        x.attach(manager);
        return x;
    }

    @Override
    public NDArray add(NDArray a, NDArray b) {
        same(a, b);
        return own(a.add(b));
    }

    @Override
    public NDArray subtract(NDArray a, NDArray b) {
        same(a, b);
        return own(a.sub(b));
    }

    @Override
    public NDArray multiply(NDArray a, NDArray b) {
        same(a, b);
        return own(a.mul(b));
    }

    @Override
    public NDArray scale(NDArray x, float factor) {
        return own(x.mul(factor));
    }

    @Override
    public NDArray addChannelBias(NDArray x, NDArray bias) {
        Shape s = bias.getShape();
        fit(s.equals(x.getShape().slice(0, 2)), x, bias);
        return own(x.add(own(bias.reshape(s.get(0), s.get(1), 1, 1))));
    }

    @Override
    public NDArray silu(NDArray x) {
        return scope("silu", () -> own(x.mul(own(Activation.sigmoid(x)))));
    }

    @Override
    public NDArray gelu(NDArray x) {
        return own(Activation.gelu(x));
    }

    @Override
    public NDArray leakyRelu(NDArray x, float slope) {
        return own(Activation.leakyRelu(x, slope));
    }

    @Override
    public NDArray abs(NDArray x) {
        return own(x.abs());
    }

    @Override
    public NDArray exp(NDArray x) {
        return own(x.exp());
    }

    @Override
    public NDArray softplus(NDArray x) {
        return own(Activation.softPlus(x));
    }

    @Override
    public NDArray clamp(NDArray x, float low, float high) {
        return own(x.clip(low, high));
    }

    @Override
    public NDArray divide(NDArray a, NDArray b) {
        same(a, b);
        return own(a.div(b));
    }

    @Override
    public NDArray stopGradient(NDArray x) {
        return own(x.stopGradient());
    }

    @Override
    public NDArray mean(NDArray x) {
        return own(x.mean());
    }

    @Override
    public NDArray reshape(NDArray x, int... shape) {
        return own(x.reshape(djl(shape)));
    }

    @Override
    public NDArray toFloat32(NDArray x) {
        return x;
    }

    @Override
    public NDArray toComputeType(NDArray x) {
        return x;
    }

    @Override
    public NDArray conv2d(NDArray x, NDArray weight, NDArray bias, Conv2dSpec spec) {
        checkpoint.run();
        fit(weight.getShape().get(1) == x.getShape().get(1), x, weight);
        NDArray input = x;
        Shape padding = new Shape(spec.top(), spec.left());
        if (spec.top() != spec.bottom() || spec.left() != spec.right()) {
            Shape sides = new Shape(spec.left(), spec.right(), spec.top(), spec.bottom());
            input = own(x.pad(sides, 0));
            padding = new Shape(0, 0);
        }
        Shape stride = new Shape(spec.stride(), spec.stride());
        NDList result =
                input.getNDArrayInternal().convolution(input, weight, bias, stride, padding, new Shape(1, 1), 1);
        return own(result.singletonOrThrow());
    }

    @Override
    public NDArray maxPool2d(NDArray x, int kernel, int stride) {
        Shape s = x.getShape();
        fit(s.dimension() == 4 && kernel <= s.get(2) && kernel <= s.get(3), x, "windows of " + kernel);
        return own(Pool.maxPool2d(x, new Shape(kernel, kernel), new Shape(stride, stride), new Shape(0, 0), false));
    }

    @Override
    public NDArray upsampleNearest2d(NDArray x, int height, int width) {
        return own(x.getNDArrayInternal().interpolation(new long[] {height, width}, NEAREST, false));
    }

    @Override
    public NDArray interleave2d(List<NDArray> phases) {
        Shape s = phases.get(0).getShape();
        NDArray stacked = own(phases.get(0).getNDArrayInternal().stack(new NDList(phases.subList(1, 4)), 2));
        NDArray blocks = own(stacked.reshape(s.get(0), s.get(1), 2, 2, s.get(2), s.get(3)));
        NDArray order = own(blocks.transpose(0, 1, 4, 2, 5, 3));
        return own(order.reshape(s.get(0), s.get(1), 2 * s.get(2), 2 * s.get(3)));
    }

    @Override
    public NDArray pixelUnshuffle(NDArray x, int factor) {
        Shape s = x.getShape();
        fit(s.get(2) % factor == 0 && s.get(3) % factor == 0, x, factor);
        long h = s.get(2) / factor;
        long w = s.get(3) / factor;
        NDArray blocks = own(x.reshape(s.get(0), s.get(1), h, factor, w, factor));
        NDArray order = own(blocks.transpose(0, 1, 3, 5, 2, 4));
        return own(order.reshape(s.get(0), s.get(1) * factor * factor, h, w));
    }

    @Override
    public NDArray pixelShuffle(NDArray x, int factor) {
        Shape s = x.getShape();
        fit(s.get(1) % ((long) factor * factor) == 0, x, factor);
        long c = s.get(1) / ((long) factor * factor);
        NDArray blocks = own(x.reshape(s.get(0), c, factor, factor, s.get(2), s.get(3)));
        NDArray order = own(blocks.transpose(0, 1, 4, 2, 5, 3));
        return own(order.reshape(s.get(0), c, s.get(2) * factor, s.get(3) * factor));
    }

    @Override
    public NDArray groupNorm(NDArray x, int groups, NDArray gamma, NDArray beta, float epsilon) {
        return scope("groupNorm", () -> normaliseGroups(x, groupMoments(x, groups), gamma, beta, epsilon));
    }

    @Override
    public NDArray groupMoments(NDArray x, int groups) {
        return scope("groupMoments", () -> {
            NDArray mean = scope("mean", () -> own(groupRows(x, groups).mean(new int[] {2}, true)));
            NDArray variance = scope("variance", () -> {
                NDArray centred = own(groupRows(x, groups).sub(mean));
                return own(own(centred.mul(centred)).mean(new int[] {2}, true));
            });
            return concat(List.of(mean, variance), 2);
        });
    }

    /** One factor and one summand per channel: two passes over the map. */
    @Override
    public NDArray normaliseGroups(NDArray x, NDArray moments, NDArray gamma, NDArray beta, float epsilon) {
        Shape s = x.getShape();
        Shape m = moments.getShape();
        fit(m.dimension() == 3 && m.get(0) == s.get(0) && m.get(2) == 2 && s.get(1) % m.get(1) == 0, x, moments);
        return scope("normaliseGroups", () -> {
            Shape byGroup = new Shape(1, m.get(1), s.get(1) / m.get(1));
            NDArray deviation = own(own(slice(moments, 2, 1, 2).add(epsilon)).sqrt());
            NDArray gain = own(own(gamma.reshape(byGroup)).div(deviation));
            NDArray shift = own(own(beta.reshape(byGroup)).sub(own(gain.mul(slice(moments, 2, 0, 1)))));
            Shape byChannel = new Shape(s.get(0), s.get(1), 1, 1);
            return own(own(x.mul(own(gain.reshape(byChannel)))).add(own(shift.reshape(byChannel))));
        });
    }

    /** [N, C, H, W] to [N, groups, C / groups · H · W]. */
    private NDArray groupRows(NDArray x, int groups) {
        Shape s = x.getShape();
        fit(s.get(1) % groups == 0, x, groups);
        return own(x.reshape(s.get(0), groups, -1));
    }

    @Override
    public NDArray layerNorm(NDArray x, NDArray gamma, NDArray beta, float epsilon) {
        Shape last = new Shape(x.getShape().getLastDimension());
        return own(LayerNorm.layerNorm(x, last, gamma, beta, epsilon).singletonOrThrow());
    }

    @Override
    public NDArray channelRmsNorm(NDArray x, NDArray gain, float epsilon) {
        NDArray square = own(own(x.mul(x)).mean(new int[] {1}, true));
        NDArray normalised = own(x.div(own(own(square.add(epsilon)).sqrt())));
        return own(normalised.mul(own(gain.reshape(1, gain.getShape().get(0), 1, 1))));
    }

    @Override
    public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        fit(weight.getShape().get(1) == x.getShape().getLastDimension(), x, weight);
        return own(Linear.linear(x, weight, bias).singletonOrThrow());
    }

    @Override
    public NDArray attention(NDArray q, NDArray k, NDArray v, int heads) {
        return attentionInBlocks(q, k, v, heads, factor(q, heads));
    }

    @Override
    public NDArray attentionOfScaled(NDArray q, NDArray k, NDArray v, int heads) {
        return attentionInBlocks(q, k, v, heads, 1);
    }

    private static double factor(NDArray q, int heads) {
        return 1 / Math.sqrt((double) q.getShape().get(2) / heads);
    }

    /** Many queries are taken in blocks: scores of one block are all that is held. */
    private NDArray attentionInBlocks(NDArray q, NDArray k, NDArray v, int heads, double factor) {
        int queries = Math.toIntExact(q.getShape().get(1));
        long scoresOfOne = q.getShape().get(0) * heads * k.getShape().get(1);
        int block = (int) Math.max(1, Math.min(queries, MOST_SCORES / Math.max(1, scoresOfOne)));
        if (block == queries) {
            return attention(q, k, v, heads, factor, null);
        }
        List<NDArray> parts = new ArrayList<>();
        for (int from = 0; from < queries; from += block) {
            int first = from;
            int last = Math.min(queries, from + block);
            parts.add(scope("queries", () -> attention(slice(q, 1, first, last), k, v, heads, factor, null)));
        }
        return concat(parts, 1);
    }

    @Override
    public NDArray causalAttention(NDArray q, NDArray k, NDArray v, int heads) {
        same(q, k);
        int length = Math.toIntExact(q.getShape().get(1));
        float[] mask = new float[length * length];
        for (int row = 0; row < length; row++) {
            Arrays.fill(mask, row * length + row + 1, (row + 1) * length, Float.NEGATIVE_INFINITY);
        }
        return attention(q, k, v, heads, factor(q, heads), manager.create(mask, new Shape(length, length)));
    }

    /** Windows are samples of their own; a mask goes to the scores of its window in every sample. */
    @Override
    public NDArray windowAttention(NDArray q, NDArray k, NDArray v, NDArray bias, NDArray mask, int heads) {
        Shape s = q.getShape();
        same(q, k);
        same(q, v);
        long length = bias.getShape().getLastDimension();
        fit(bias.getShape().equals(new Shape(1, heads, length, length)) && s.get(1) % length == 0, q, bias);
        long windows = s.get(1) / length;
        fit(mask == null || mask.getShape().equals(new Shape(windows, 1, length, length)), q, mask);
        return scope("windows", () -> {
            Shape window = new Shape(s.get(0) * windows, length, s.get(2));
            NDArray added = bias;
            if (mask != null) {
                added = own(bias.add(mask));
                added = s.get(0) == 1 ? added : concat(Collections.nCopies((int) s.get(0), added), 0);
            }
            NDArray out = attention(
                    own(q.reshape(window)),
                    own(k.reshape(window)),
                    own(v.reshape(window)),
                    heads,
                    factor(q, heads),
                    added);
            return own(out.reshape(s));
        });
    }

    /** The mask, which may be null, is added to the scores; its axes are the scores', or 1, or left out. */
    private NDArray attention(NDArray q, NDArray k, NDArray v, int heads, double factor, NDArray mask) {
        checkpoint.run();
        Shape s = q.getShape();
        fit(s.get(2) % heads == 0, q, heads);
        same(k, v);
        fit(k.getShape().get(0) == s.get(0) && k.getShape().get(2) == s.get(2), q, k);
        NDArray scaled = factor == 1 ? split(q, heads) : own(split(q, heads).mul(factor));
        NDArray scores = own(scaled.matMul(own(split(k, heads).transpose(0, 1, 3, 2))));
        NDArray weights = own((mask == null ? scores : own(scores.add(mask))).softmax(-1));
        NDArray out = own(own(weights.matMul(split(v, heads))).transpose(0, 2, 1, 3));
        return own(out.reshape(s));
    }

    private NDArray split(NDArray x, int heads) {
        Shape s = x.getShape();
        NDArray parts = own(x.reshape(s.get(0), s.get(1), heads, s.get(2) / heads));
        return own(parts.transpose(0, 2, 1, 3));
    }

    @Override
    public NDArray embedding(NDArray ids, NDArray table) {
        fit(ids.getShape().dimension() == 2 && table.getShape().dimension() == 2, ids, table);
        for (float id : ids.toFloatArray()) {
            fit(id == (int) id && id >= 0 && id < table.getShape().get(0), table, "id " + id);
        }
        NDArray rows = own(ids.toType(DataType.INT64, false));
        return own(Embedding.embedding(rows, table, SparseFormat.DENSE).singletonOrThrow());
    }

    @Override
    public NDArray mapToTokens(NDArray x) {
        Shape s = x.getShape();
        return own(own(x.reshape(s.get(0), s.get(1), s.get(2) * s.get(3))).transpose(0, 2, 1));
    }

    @Override
    public NDArray tokensToMap(NDArray x, int height, int width) {
        Shape s = x.getShape();
        fit(s.get(1) == (long) height * width, x, height + " x " + width);
        return own(own(x.transpose(0, 2, 1)).reshape(s.get(0), s.get(2), height, width));
    }

    @Override
    public NDArray selectTokens(NDArray x, int[] order) {
        Shape s = x.getShape();
        fit(s.dimension() == 3 && order.length > 0, x, order.length + " tokens");
        for (int token : order) {
            fit(token >= 0 && token < s.get(1), x, "token " + token);
        }
        return scope("select", () -> {
            NDArray tokens = manager.create(Arrays.stream(order).asLongStream().toArray());
            return own(x.get(new NDIndex(":, {}", tokens)));
        });
    }

    @Override
    public NDArray concat(List<NDArray> parts, int axis) {
        NDArray first = parts.get(0);
        for (NDArray part : parts) {
            Shape s = part.getShape();
            boolean alike = s.dimension() == first.getShape().dimension();
            for (int i = 0; alike && i < s.dimension(); i++) {
                alike = i == axis || s.get(i) == first.getShape().get(i);
            }
            fit(alike, first, part);
        }
        return own(first.getNDArrayInternal().concat(new NDList(parts.subList(1, parts.size())), axis));
    }

    @Override
    public NDArray slice(NDArray x, int axis, int from, int to) {
        long length = x.getShape().get(axis);
        fit(from >= 0 && to <= length && from < to, x, "elements " + from + " to " + to + " of axis " + axis);
        NDList parts = x.split(new long[] {from, to}, axis);
        NDArray kept = null;
        for (int i = 0; i < parts.size(); i++) {
            if (i == 1) {
                kept = own(parts.get(i));
            } else {
                parts.get(i).close();
            }
        }
        return kept;
    }

    @Override
    public void close() {
        root.close();
    }

    private static void same(NDArray a, NDArray b) {
        fit(a.getShape().equals(b.getShape()) && a.getDataType() == DataType.FLOAT32, a, b);
    }

    /** Refuses shapes that do not fit before the engine does, in the way that {@link dev.osediff.network.Ops} says. */
    private static void fit(boolean fits, NDArray x, Object with) {
        if (!fits) {
            Object other = with instanceof NDArray array ? array.getShape() : with;
            throw new IllegalArgumentException("shapes do not fit: " + x.getShape() + " and " + other);
        }
    }

    private static Shape djl(int... shape) {
        return new Shape(Arrays.stream(shape).asLongStream().toArray());
    }
}
