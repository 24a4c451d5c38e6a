package dev.osediff.network;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The oracle of {@link OpsContract}: every operation as plain loops from its Javadoc, with double accumulators, one
 * rounding to float32 at the end, and nothing clever. Thread-safe.
 */
public final class NaiveOps implements Ops<Tensor> {
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
        require(Arrays.equals(a.shape(), b.shape()), a, b);
        return generate(a.shape(), i -> (double) a.data()[i] + b.data()[i]);
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        require(Arrays.equals(a.shape(), b.shape()), a, b);
        return generate(a.shape(), i -> (double) a.data()[i] * b.data()[i]);
    }

    @Override
    public Tensor scale(Tensor x, float factor) {
        return map(x, v -> v * factor);
    }

    @Override
    public Tensor addChannelBias(Tensor x, Tensor bias) {
        require(bias.rank() == 2 && bias.dim(0) == x.dim(0) && bias.dim(1) == x.dim(1), x, bias);
        int pixels = x.dim(2) * x.dim(3);
        return generate(x.shape(), i -> (double) x.data()[i] + bias.data()[i / pixels]);
    }

    @Override
    public Tensor silu(Tensor x) {
        return map(x, v -> v / (1 + Math.exp(-v)));
    }

    @Override
    public Tensor gelu(Tensor x) {
        return map(x, v -> v * GaussianDistribution.phi(v));
    }

    @Override
    public Tensor leakyRelu(Tensor x, float slope) {
        return map(x, v -> v >= 0 ? v : (double) slope * v);
    }

    @Override
    public Tensor conv2d(Tensor x, Tensor weight, Tensor bias, Conv2dSpec spec) {
        require(weight.dim(1) == x.dim(1), x, weight);
        int height = spec.outputHeight(x.dim(2), weight.dim(2));
        int width = spec.outputWidth(x.dim(3), weight.dim(3));
        Tensor out = Tensor.zeros(x.dim(0), weight.dim(0), height, width);
        int at = 0;
        for (int n = 0; n < x.dim(0); n++) {
            for (int o = 0; o < weight.dim(0); o++) {
                for (int i = 0; i < height; i++) {
                    for (int j = 0; j < width; j++) {
                        double sum = correlate(
                                x, weight, n, o, i * spec.stride() - spec.top(), j * spec.stride() - spec.left());
                        out.data()[at++] = (float) (bias == null ? sum : sum + bias.data()[o]);
                    }
                }
            }
        }
        return out;
    }

    /** One output pixel: the kernel's top left tap lies on input pixel (y, x0), which may be outside. */
    private static double correlate(Tensor x, Tensor weight, int n, int o, int y, int x0) {
        double sum = 0;
        for (int c = 0; c < weight.dim(1); c++) {
            for (int ky = Math.max(0, -y); ky < Math.min(weight.dim(2), x.dim(2) - y); ky++) {
                int row = index(x, n, c, y + ky, 0);
                int taps = index(weight, o, c, ky, 0);
                for (int kx = Math.max(0, -x0); kx < Math.min(weight.dim(3), x.dim(3) - x0); kx++) {
                    sum += (double) weight.data()[taps + kx] * x.data()[row + x0 + kx];
                }
            }
        }
        return sum;
    }

    @Override
    public Tensor maxPool2d(Tensor x, int kernel, int stride) {
        require(kernel <= x.dim(2) && kernel <= x.dim(3), x, Tensor.zeros(kernel, kernel));
        int height = (x.dim(2) - kernel) / stride + 1;
        int width = (x.dim(3) - kernel) / stride + 1;
        return maps(x.dim(0), x.dim(1), height, width, (n, c, i, j) -> IntStream.range(0, kernel * kernel)
                .mapToDouble(tap -> x.data()[index(x, n, c, i * stride + tap / kernel, j * stride + tap % kernel)])
                .max()
                .orElseThrow());
    }

    @Override
    public Tensor upsampleNearest2d(Tensor x, int height, int width) {
        return maps(x.dim(0), x.dim(1), height, width, (n, c, i, j) -> x.data()[
                index(x, n, c, i * x.dim(2) / height, j * x.dim(3) / width)]);
    }

    /** Two steps, so that it is a check of the default's four phases. */
    @Override
    public Tensor upsampleConv2d(Tensor x, Tensor weight, Tensor bias, int height, int width) {
        return conv2d(upsampleNearest2d(x, height, width), weight, bias, Conv2dSpec.SAME_3X3);
    }

    @Override
    public Tensor interleave2d(List<Tensor> phases) {
        Tensor x = phases.get(0);
        return maps(x.dim(0), x.dim(1), 2 * x.dim(2), 2 * x.dim(3), (n, c, i, j) -> {
            Tensor phase = phases.get(2 * (i % 2) + j % 2);
            return phase.data()[index(phase, n, c, i / 2, j / 2)];
        });
    }

    @Override
    public Tensor pixelUnshuffle(Tensor x, int factor) {
        int f = factor;
        require(x.dim(2) % f == 0 && x.dim(3) % f == 0, x, x);
        return maps(x.dim(0), x.dim(1) * f * f, x.dim(2) / f, x.dim(3) / f, (n, c, i, j) -> {
            int dy = c % (f * f) / f;
            int dx = c % f;
            return x.data()[index(x, n, c / (f * f), i * f + dy, j * f + dx)];
        });
    }

    @Override
    public Tensor pixelShuffle(Tensor x, int factor) {
        int f = factor;
        require(x.dim(1) % (f * f) == 0, x, x);
        return maps(x.dim(0), x.dim(1) / (f * f), x.dim(2) * f, x.dim(3) * f, (n, c, i, j) -> x.data()[
                index(x, n, c * f * f + i % f * f + j % f, i / f, j / f)]);
    }

    @Override
    public Tensor groupNorm(Tensor x, int groups, Tensor gamma, Tensor beta, float epsilon) {
        require(x.dim(1) % groups == 0, x, gamma);
        int pixels = x.dim(2) * x.dim(3);
        Tensor out = Tensor.zeros(x.shape());
        int count = x.dim(1) / groups * pixels;
        for (int from = 0; from < x.data().length; from += count) {
            double[] meanAndVariance = meanAndVariance(x.data(), from, count);
            for (int i = from; i < from + count; i++) {
                int c = i / pixels % x.dim(1);
                out.data()[i] = (float) normalised(x.data()[i], meanAndVariance, epsilon, gamma, beta, c);
            }
        }
        return out;
    }

    @Override
    public Tensor groupMoments(Tensor x, int groups) {
        require(x.dim(1) % groups == 0, x, x);
        int count = x.dim(1) / groups * x.dim(2) * x.dim(3);
        return generate(
                new int[] {x.dim(0), groups, 2}, at -> meanAndVariance(x.data(), at / 2 * count, count)[at % 2]);
    }

    @Override
    public Tensor normaliseGroups(Tensor x, Tensor moments, Tensor gamma, Tensor beta, float epsilon) {
        require(moments.rank() == 3 && moments.dim(0) == x.dim(0) && moments.dim(2) == 2, x, moments);
        require(x.dim(1) % moments.dim(1) == 0, x, moments);
        int pixels = x.dim(2) * x.dim(3);
        int count = x.dim(1) / moments.dim(1) * pixels;
        return generate(x.shape(), at -> {
            double[] mv = {moments.data()[at / count * 2], moments.data()[at / count * 2 + 1]};
            return normalised(x.data()[at], mv, epsilon, gamma, beta, at / pixels % x.dim(1));
        });
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gamma, Tensor beta, float epsilon) {
        int count = x.dim(-1);
        Tensor out = Tensor.zeros(x.shape());
        for (int from = 0; from < x.data().length; from += count) {
            double[] meanAndVariance = meanAndVariance(x.data(), from, count);
            for (int c = 0; c < count; c++) {
                out.data()[from + c] = (float) normalised(x.data()[from + c], meanAndVariance, epsilon, gamma, beta, c);
            }
        }
        return out;
    }

    private static double[] meanAndVariance(float[] values, int from, int count) {
        double mean =
                IntStream.range(from, from + count).mapToDouble(i -> values[i]).sum() / count;
        double squares = IntStream.range(from, from + count)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .sum();
        return new double[] {mean, squares / count};
    }

    private static double normalised(float value, double[] mv, float epsilon, Tensor gamma, Tensor beta, int c) {
        return (value - mv[0]) / Math.sqrt(mv[1] + epsilon) * gamma.data()[c] + beta.data()[c];
    }

    @Override
    public Tensor channelRmsNorm(Tensor x, Tensor gain, float epsilon) {
        return maps(x.dim(0), x.dim(1), x.dim(2), x.dim(3), (n, c, i, j) -> {
            double squares = 0;
            for (int k = 0; k < x.dim(1); k++) {
                double value = x.data()[index(x, n, k, i, j)];
                squares += value * value;
            }
            return x.data()[index(x, n, c, i, j)] / Math.sqrt(squares / x.dim(1) + epsilon) * gain.data()[c];
        });
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        int in = weight.dim(1);
        int out = weight.dim(0);
        require(x.dim(-1) == in, x, weight);
        int[] shape = x.shape();
        shape[shape.length - 1] = out;
        return generate(shape, at -> {
            double sum = bias == null ? 0 : bias.data()[at % out];
            for (int i = 0; i < in; i++) {
                sum += (double) x.data()[at / out * in + i] * weight.data()[at % out * in + i];
            }
            return sum;
        });
    }

    @Override
    public Tensor attention(Tensor q, Tensor k, Tensor v, int heads) {
        return attention(q, k, v, heads, false);
    }

    @Override
    public Tensor causalAttention(Tensor q, Tensor k, Tensor v, int heads) {
        require(q.dim(1) == k.dim(1), q, k);
        return attention(q, k, v, heads, true);
    }

    /** Query after query: its window, the scores of the window's tokens, their weights, the weighted sum. */
    @Override
    public Tensor windowAttention(Tensor q, Tensor k, Tensor v, Tensor bias, Tensor mask, int heads) {
        int channels = q.dim(2);
        int length = bias.dim(3);
        int tokens = q.dim(1);
        int windows = tokens / length;
        require(Arrays.equals(q.shape(), k.shape()) && Arrays.equals(q.shape(), v.shape()), q, k);
        require(Arrays.equals(bias.shape(), new int[] {1, heads, length, length}), q, bias);
        require(windows * length == tokens && channels % heads == 0, q, bias);
        require(mask == null || Arrays.equals(mask.shape(), new int[] {windows, 1, length, length}), q, bias);
        int width = channels / heads;
        return generate(q.shape(), at -> {
            int head = at % channels / width;
            int token = at / channels % tokens;
            int row = at / channels;
            int first = row - token % length;
            double total = 0;
            double sum = 0;
            for (int j = 0; j < length; j++) {
                double score = 0;
                for (int c = head * width; c < (head + 1) * width; c++) {
                    score += (double) q.data()[row * channels + c] * k.data()[(first + j) * channels + c];
                }
                int pair = token % length * length + j;
                score = score / Math.sqrt(width) + bias.data()[head * length * length + pair];
                score += mask == null ? 0 : mask.data()[token / length * length * length + pair];
                total += Math.exp(score);
                sum += Math.exp(score) * v.data()[(first + j) * channels + at % channels];
            }
            return sum / total;
        });
    }

    private static Tensor attention(Tensor q, Tensor k, Tensor v, int heads, boolean causal) {
        int channels = q.dim(2);
        require(channels % heads == 0 && k.dim(2) == channels && Arrays.equals(k.shape(), v.shape()), q, k);
        int width = channels / heads;
        Tensor out = Tensor.zeros(q.shape());
        for (int n = 0; n < q.dim(0); n++) {
            for (int row = n * q.dim(1); row < (n + 1) * q.dim(1); row++) {
                for (int from = 0; from < channels; from += width) {
                    attend(q, k, v, out, n, row, from, width, causal ? row % q.dim(1) + 1 : k.dim(1));
                }
            }
        }
        return out;
    }

    /** One query row and one head, which is channels from to from + width, over the first keys. */
    private static void attend(
            Tensor q, Tensor k, Tensor v, Tensor out, int n, int row, int from, int width, int seen) {
        int channels = q.dim(2);
        int keys = k.dim(1);
        double[] weights = new double[seen];
        for (int j = 0; j < seen; j++) {
            for (int c = from; c < from + width; c++) {
                weights[j] += (double) q.data()[row * channels + c] * k.data()[(n * keys + j) * channels + c];
            }
            weights[j] /= Math.sqrt(width);
        }
        double largest = Arrays.stream(weights).max().orElseThrow();
        double total = 0;
        for (int j = 0; j < seen; j++) {
            weights[j] = Math.exp(weights[j] - largest);
            total += weights[j];
        }
        for (int c = from; c < from + width; c++) {
            double sum = 0;
            for (int j = 0; j < seen; j++) {
                sum += weights[j] / total * v.data()[(n * keys + j) * channels + c];
            }
            out.data()[row * channels + c] = (float) sum;
        }
    }

    @Override
    public Tensor embedding(Tensor ids, Tensor table) {
        require(ids.rank() == 2 && table.rank() == 2, ids, table);
        for (float id : ids.data()) {
            require(id == Math.floor(id) && id >= 0 && id < table.dim(0), ids, table);
        }
        int width = table.dim(1);
        return generate(new int[] {ids.dim(0), ids.dim(1), width}, at -> table.data()[
                (int) ids.data()[at / width] * width + at % width]);
    }

    @Override
    public Tensor mapToTokens(Tensor x) {
        int channels = x.dim(1);
        int pixels = x.dim(2) * x.dim(3);
        return generate(new int[] {x.dim(0), pixels, channels}, at -> {
            int n = at / (pixels * channels);
            return x.data()[(n * channels + at % channels) * pixels + at / channels % pixels];
        });
    }

    @Override
    public Tensor tokensToMap(Tensor x, int height, int width) {
        require(height * width == x.dim(1), x, x);
        return maps(x.dim(0), x.dim(2), height, width, (n, c, i, j) -> x.data()[
                (n * x.dim(1) + i * width + j) * x.dim(2) + c]);
    }

    @Override
    public Tensor selectTokens(Tensor x, int[] order) {
        require(x.rank() == 3 && order.length > 0, x, x);
        for (int token : order) {
            require(token >= 0 && token < x.dim(1), x, x);
        }
        int width = x.dim(2);
        return generate(new int[] {x.dim(0), order.length, width}, at -> {
            int sample = at / width / order.length;
            int token = order[at / width % order.length];
            return x.data()[(sample * x.dim(1) + token) * width + at % width];
        });
    }

    @Override
    public Tensor concat(List<Tensor> parts, int axis) {
        int[] shape = parts.get(0).shape();
        shape[axis] = parts.stream().mapToInt(p -> p.dim(axis)).sum();
        for (Tensor part : parts) {
            int[] other = part.shape();
            other[axis] = shape[axis];
            require(Arrays.equals(shape, other), parts.get(0), part);
        }
        int inner = product(shape, axis + 1, shape.length);
        return generate(shape, at -> {
            int along = at / inner % shape[axis];
            int outer = at / inner / shape[axis];
            int part = 0;
            while (along >= parts.get(part).dim(axis)) {
                along -= parts.get(part++).dim(axis);
            }
            Tensor from = parts.get(part);
            return from.data()[(outer * from.dim(axis) + along) * inner + at % inner];
        });
    }

    @Override
    public Tensor slice(Tensor x, int axis, int from, int to) {
        require(from >= 0 && from < to && to <= x.dim(axis), x, x);
        int[] shape = x.shape();
        shape[axis] = to - from;
        int inner = product(shape, axis + 1, shape.length);
        return generate(shape, at -> {
            int outer = at / inner / shape[axis];
            return x.data()[(outer * x.dim(axis) + from + at / inner % shape[axis]) * inner + at % inner];
        });
    }

    @FunctionalInterface
    private interface Pixel {
        double value(int n, int c, int row, int column);
    }

    @FunctionalInterface
    private interface Element {
        double value(int index);
    }

    private static Tensor maps(int samples, int channels, int height, int width, Pixel pixel) {
        Tensor out = Tensor.zeros(samples, channels, height, width);
        for (int at = 0; at < out.data().length; at++) {
            int plane = at / (height * width);
            out.data()[at] = (float) pixel.value(plane / channels, plane % channels, at / width % height, at % width);
        }
        return out;
    }

    private static Tensor generate(int[] shape, Element element) {
        Tensor out = Tensor.zeros(shape);
        for (int at = 0; at < out.data().length; at++) {
            out.data()[at] = (float) element.value(at);
        }
        return out;
    }

    private static Tensor map(Tensor x, DoubleUnaryOperator function) {
        return generate(x.shape(), at -> function.applyAsDouble(x.data()[at]));
    }

    private static int index(Tensor x, int n, int c, int row, int column) {
        return ((n * x.dim(1) + c) * x.dim(2) + row) * x.dim(3) + column;
    }

    private static int product(int[] shape, int from, int to) {
        return Math.toIntExact(Tensor.elements(Arrays.copyOfRange(shape, from, to)));
    }

    private static void require(boolean fits, Tensor a, Tensor b) {
        if (!fits) {
            throw new IllegalArgumentException("shapes do not fit: " + a + " and " + b);
        }
    }
}
