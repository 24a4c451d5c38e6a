package dev.osediff.backend.plain;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.List;

/** The operations on heap arrays, on all threads of one run. One run's thread uses an instance at a time. */
final class PlainOps implements Ops<Tensor> {
    private static final int GRAIN = 1 << 16;
    private static final int TOKENS = 64;

    private final RunContext context;
    private final Workers workers;
    private final Convolution convolution;
    private final Normalisation normalisation;
    private final Attention attention;
    private final Layout layout;
    private final Pooling pooling;

    PlainOps(RunContext context) {
        this.context = context;
        this.workers = context.workers();
        this.convolution = new Convolution(context);
        this.normalisation = new Normalisation(workers);
        this.attention = new Attention(context);
        this.layout = new Layout(workers);
        this.pooling = new Pooling(workers);
    }

    @Override
    public int[] shape(Tensor x) {
        return x.shape();
    }

    @Override
    public Tensor constant(Tensor value) {
        return value;
    }

    @Override
    public Tensor read(Tensor x) {
        return x;
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        requireEqualShapes(a, b);
        float[] x = a.data();
        float[] y = b.data();
        float[] out = new float[x.length];
        workers.range(out.length, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = x[i] + y[i];
            }
        });
        return Tensor.of(out, a.shape());
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        requireEqualShapes(a, b);
        float[] x = a.data();
        float[] y = b.data();
        float[] out = new float[x.length];
        workers.range(out.length, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = x[i] * y[i];
            }
        });
        return Tensor.of(out, a.shape());
    }

    @Override
    public Tensor scale(Tensor x, float factor) {
        float[] in = x.data();
        float[] out = new float[in.length];
        workers.range(out.length, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = in[i] * factor;
            }
        });
        return Tensor.of(out, x.shape());
    }

    @Override
    public Tensor addChannelBias(Tensor x, Tensor bias) {
        int plane = x.dim(2) * x.dim(3);
        if (bias.data().length != x.dim(0) * x.dim(1)) {
            throw new IllegalArgumentException("bias " + bias + " does not fit " + x);
        }
        float[] in = x.data();
        float[] out = new float[in.length];
        workers.run(x.dim(0) * x.dim(1), channel -> {
            float add = bias.data()[channel];
            for (int i = channel * plane; i < (channel + 1) * plane; i++) {
                out[i] = in[i] + add;
            }
        });
        return Tensor.of(out, x.shape());
    }

    @Override
    public Tensor silu(Tensor x) {
        float[] out = new float[x.data().length];
        workers.range(out.length, GRAIN, (from, to) -> FastMath.silu(x.data(), out, from, to));
        return Tensor.of(out, x.shape());
    }

    @Override
    public Tensor gelu(Tensor x) {
        float[] in = x.data();
        float[] out = new float[in.length];
        workers.range(out.length, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = FastMath.gelu(in[i]);
            }
        });
        return Tensor.of(out, x.shape());
    }

    @Override
    public Tensor leakyRelu(Tensor x, float slope) {
        float[] in = x.data();
        float[] out = new float[in.length];
        workers.range(out.length, GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = in[i] >= 0 ? in[i] : slope * in[i];
            }
        });
        return Tensor.of(out, x.shape());
    }

    @Override
    public Tensor conv2d(Tensor x, Tensor weight, Tensor bias, Conv2dSpec spec) {
        return convolution.convolve(x, weight, bias, spec);
    }

    @Override
    public Tensor maxPool2d(Tensor x, int kernel, int stride) {
        return pooling.largest(x, kernel, stride);
    }

    /** The plain two steps: Winograd needs 2.25 products per output and input channel, the four phases 4. */
    @Override
    public Tensor upsampleConv2d(Tensor x, Tensor weight, Tensor bias, int height, int width) {
        return conv2d(upsampleNearest2d(x, height, width), weight, bias, Conv2dSpec.SAME_3X3);
    }

    @Override
    public Tensor upsampleNearest2d(Tensor x, int height, int width) {
        return layout.upsampleNearest(x, height, width);
    }

    @Override
    public Tensor interleave2d(List<Tensor> phases) {
        return layout.interleave(phases);
    }

    @Override
    public Tensor pixelUnshuffle(Tensor x, int factor) {
        return layout.pixelUnshuffle(x, factor);
    }

    @Override
    public Tensor pixelShuffle(Tensor x, int factor) {
        return layout.pixelShuffle(x, factor);
    }

    @Override
    public Tensor groupNorm(Tensor x, int groups, Tensor gamma, Tensor beta, float epsilon) {
        return normalisation.group(x, groups, gamma, beta, epsilon, false);
    }

    @Override
    public Tensor groupNormSilu(Tensor x, int groups, Tensor gamma, Tensor beta, float epsilon) {
        return normalisation.group(x, groups, gamma, beta, epsilon, true);
    }

    @Override
    public Tensor groupMoments(Tensor x, int groups) {
        return normalisation.moments(x, groups);
    }

    @Override
    public Tensor normaliseGroups(Tensor x, Tensor moments, Tensor gamma, Tensor beta, float epsilon) {
        return normalisation.byMoments(x, moments, gamma, beta, epsilon, false);
    }

    @Override
    public Tensor normaliseGroupsSilu(Tensor x, Tensor moments, Tensor gamma, Tensor beta, float epsilon) {
        return normalisation.byMoments(x, moments, gamma, beta, epsilon, true);
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon) {
        return normalisation.layer(x, gamma, beta, epsilon);
    }

    @Override
    public Tensor channelRmsNorm(Tensor x, Tensor gain, float epsilon) {
        return normalisation.channelRms(x, gain, epsilon, false);
    }

    @Override
    public Tensor channelRmsNormSilu(Tensor x, Tensor gain, float epsilon) {
        return normalisation.channelRms(x, gain, epsilon, true);
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        int in = weight.dim(1);
        int out = weight.dim(0);
        if (x.dim(-1) != in) {
            throw new IllegalArgumentException("a linear layer of " + x + " with " + weight + " does not fit");
        }
        int rows = x.data().length / in;
        float[] columns = context.prepared().get(weight, (long) in * out, w -> transposed(w, out, in));
        float[] result = new float[rows * out];
        workers.range(rows, TOKENS, (from, to) -> {
            context.gemm()
                    .multiply(to - from, out, in, x.data(), from * in, in, columns, 0, out, result, from * out, out);
            for (int row = from; bias != null && row < to; row++) {
                for (int o = 0; o < out; o++) {
                    result[row * out + o] += bias.data()[o];
                }
            }
        });
        int[] shape = x.shape();
        shape[shape.length - 1] = out;
        return Tensor.of(result, shape);
    }

    private float[] transposed(Tensor weight, int out, int in) {
        return layout.transposed(weight, 1, out, in, in, out).data();
    }

    @Override
    public Tensor attention(Tensor q, Tensor k, Tensor v, int heads) {
        return attention.attend(q, k, v, heads);
    }

    @Override
    public Tensor attentionOfScaled(Tensor q, Tensor k, Tensor v, int heads) {
        return attention.attendScaled(q, k, v, heads);
    }

    @Override
    public Tensor causalAttention(Tensor q, Tensor k, Tensor v, int heads) {
        return attention.attendCausally(q, k, v, heads);
    }

    @Override
    public Tensor windowAttention(Tensor q, Tensor k, Tensor v, Tensor bias, Tensor mask, int heads) {
        return attention.attendInWindows(q, k, v, bias, mask, heads);
    }

    @Override
    public Tensor embedding(Tensor ids, Tensor table) {
        return layout.rows(ids, table);
    }

    @Override
    public Tensor mapToTokens(Tensor x) {
        int pixels = x.dim(2) * x.dim(3);
        return layout.transposed(x, x.dim(0), x.dim(1), pixels, x.dim(0), pixels, x.dim(1));
    }

    @Override
    public Tensor tokensToMap(Tensor x, int height, int width) {
        return layout.transposed(x, x.dim(0), x.dim(1), x.dim(2), x.dim(0), x.dim(2), height, width);
    }

    @Override
    public Tensor selectTokens(Tensor x, int[] order) {
        return layout.tokens(x, order);
    }

    @Override
    public Tensor concat(List<Tensor> parts, int axis) {
        return layout.concat(parts, axis);
    }

    @Override
    public Tensor slice(Tensor x, int axis, int from, int to) {
        return layout.slice(x, axis, from, to);
    }

    private static void requireEqualShapes(Tensor a, Tensor b) {
        if (!Arrays.equals(a.shape(), b.shape())) {
            throw new IllegalArgumentException("shapes " + a + " and " + b + " differ");
        }
    }
}
