package dev.osediff.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every implementation of {@link Ops} must do: each operation over odd and even shapes against {@link NaiveOps},
 * with arguments left as they were. Extend it for each implementation. A result may differ from the oracle's by
 * {@link #tolerance()} times the oracle's largest absolute value.
 *
 * @param <T> the implementation's value type
 */
public abstract class OpsContract<T> {
    /** Returns the operations under test; the same instance within one test. */
    protected abstract Ops<T> ops();

    /** Copies a value to the host. */
    protected abstract Tensor download(T value);

    /** Brings a host tensor in. */
    protected T upload(Tensor value) {
        return ops().constant(value);
    }

    /** Returns the largest allowed difference relative to the largest expected value. */
    protected double tolerance() {
        return 1e-5;
    }

    /** Returns the value that the implementation stores for a float32: itself unless it computes in a narrower type. */
    protected float stored(float value) {
        return value;
    }

    /** Returns whether an operation reads values while it is called, not only shapes. */
    protected boolean seesValues() {
        return true;
    }

    /** Frees what a test has made; does nothing unless overridden. */
    protected void cleanUp() {}

    @AfterEach
    final void afterEach() {
        cleanUp();
    }

    // ---- elementwise ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("dev.osediff.network.OpsCases#shapes")
    void elementwise(int[] shape) {
        Tensor a = OpsCases.random(1, shape);
        Tensor b = OpsCases.random(2, shape);
        check((ops, x) -> ops.add(x[0], x[1]), a, b);
        check((ops, x) -> ops.add(x[0], x[0]), a);
        check((ops, x) -> ops.multiply(x[0], x[1]), a, b);
        check((ops, x) -> ops.scale(x[0], -0.37f), a);
        check((ops, x) -> ops.silu(x[0]), a);
        check((ops, x) -> ops.gelu(x[0]), a);
        check((ops, x) -> ops.leakyRelu(x[0], 0.2f), a);
        check((ops, x) -> ops.leakyRelu(x[0], 0), a);
    }

    @Test
    void activationsHoldFarFromZero() {
        Tensor x = Tensor.of(new float[] {-1e30f, -1e4f, -100, -20, -0f, 0, 20, 100, 1e4f, 1e30f}, 10);
        float[] expected = {0, 0, 0, 0, 0, 0, 20, 100, 1e4f, 1e30f};
        float[] silu = download(ops().silu(upload(x))).data();
        float[] gelu = download(ops().gelu(upload(x))).data();
        for (int i = 0; i < expected.length; i++) {
            // silu(-20) = -4.1e-8 is the largest of those that are not quite zero.
            assertEquals(expected[i], silu[i], 5e-8 + 1e-6 * expected[i]);
            assertEquals(expected[i], gelu[i], 5e-8 + 1e-6 * expected[i]);
        }
        float[] leaky = download(ops().leakyRelu(upload(x), 0.25f)).data();
        for (int i = 0; i < expected.length; i++) {
            float value = x.data()[i];
            assertEquals(value < 0 ? value / 4 : value, leaky[i], 1e-6 * Math.abs(value));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,5,3,7", "2,8,16,16", "1,33,9,65"})
    void addChannelBias(int n, int c, int h, int w) {
        check((ops, x) -> ops.addChannelBias(x[0], x[1]), OpsCases.random(1, n, c, h, w), OpsCases.random(2, n, c));
    }

    // ---- convolutions and resampling --------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("dev.osediff.network.OpsCases#convolutions")
    void conv2d(OpsCases.Convolution conv) {
        Call call = (ops, x) -> ops.conv2d(x[0], x[1], x[2], conv.spec());
        check(call, conv.input(), conv.weight(), conv.bias());
        check(call, conv.input(), conv.weight(), null);
    }

    /** Side of a window, stride, height, width. */
    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,2,2,2", "2,2,5,7", "3,2,7,9", "3,2,33,66", "3,1,3,17", "2,3,11,8", "5,2,16,65"})
    void maxPool2d(int kernel, int stride, int height, int width) {
        check((ops, x) -> ops.maxPool2d(x[0], kernel, stride), OpsCases.random(1, 2, 5, height, width));
        Tensor negative = offset(OpsCases.random(2, 1, 3, height, width), -9);
        check((ops, x) -> ops.maxPool2d(x[0], kernel, stride), negative);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "1,1,2,2", "5,7,10,14", "5,7,9,13", "5,7,5,7", "3,4,7,11", "33,17,65,34", "8,9,4,3"})
    void upsampleNearest2d(int h, int w, int height, int width) {
        check((ops, x) -> ops.upsampleNearest2d(x[0], height, width), OpsCases.random(1, 2, 3, h, w));
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.OpsCases#upsamplings")
    void upsampleConv2d(int in, int out, int h, int w, int height, int width) {
        Tensor x0 = OpsCases.random(1, 2, in, h, w);
        Tensor weight = OpsCases.random(2, out, in, 3, 3);
        Call call = (ops, x) -> ops.upsampleConv2d(x[0], x[1], x[2], height, width);
        check(call, x0, weight, OpsCases.random(3, out));
        check(call, x0, weight, null);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,3,5,7", "1,5,33,16"})
    void interleave2d(int n, int c, int h, int w) {
        check(
                (ops, x) -> ops.interleave2d(Arrays.asList(x)),
                OpsCases.random(1, n, c, h, w),
                OpsCases.random(2, n, c, h, w),
                OpsCases.random(3, n, c, h, w),
                OpsCases.random(4, n, c, h, w));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1,1", "2,3,2,5,7", "1,2,3,1,2", "2,3,4,3,17"})
    void pixelShuffle(int n, int c, int factor, int h, int w) {
        check((ops, x) -> ops.pixelUnshuffle(x[0], factor), OpsCases.random(1, n, c, h * factor, w * factor));
        check((ops, x) -> ops.pixelShuffle(x[0], factor), OpsCases.random(2, n, c * factor * factor, h, w));
    }

    // ---- normalisation ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"2,8,4,3,5", "1,6,3,1,1", "2,32,32,4,4", "1,5,1,33,7", "1,12,4,65,33", "2,64,32,9,8"})
    void groupNorm(int n, int c, int groups, int h, int w) {
        Tensor x0 = offset(OpsCases.random(1, n, c, h, w), 10);
        Tensor gamma = OpsCases.random(2, c);
        Tensor beta = OpsCases.random(3, c);
        check((ops, x) -> ops.groupNorm(x[0], groups, x[1], x[2], 1e-5f), x0, gamma, beta);
        check((ops, x) -> ops.groupNormSilu(x[0], groups, x[1], x[2], 1e-6f), x0, gamma, beta);
    }

    @ParameterizedTest
    @CsvSource({"2,8,4,3,5", "1,6,3,1,1", "2,32,32,4,4", "1,5,1,33,7", "1,12,4,65,33"})
    void groupMoments(int n, int c, int groups, int h, int w) {
        Tensor x0 = offset(OpsCases.random(1, n, c, h, w), 3);
        check((ops, x) -> ops.groupMoments(x[0], groups), x0);
        Tensor moments = OpsCases.random(4, n, groups, 2);
        for (int i = 1; i < moments.data().length; i += 2) {
            moments.data()[i] = Math.abs(moments.data()[i]);
        }
        Tensor gamma = OpsCases.random(2, c);
        Tensor beta = OpsCases.random(3, c);
        check((ops, x) -> ops.normaliseGroups(x[0], x[1], x[2], x[3], 1e-3f), x0, moments, gamma, beta);
        check((ops, x) -> ops.normaliseGroupsSilu(x[0], x[1], x[2], x[3], 1e-3f), x0, moments, gamma, beta);
        check(
                (ops, x) -> ops.normaliseGroups(x[0], ops.groupMoments(x[0], groups), x[1], x[2], 1e-5f),
                x0,
                gamma,
                beta);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,5,7", "1,3,32", "2,4,33", "1,65,40"})
    void layerNorm(int n, int length, int c) {
        Tensor gamma = OpsCases.random(2, c);
        Tensor beta = OpsCases.random(3, c);
        Call call = (ops, x) -> ops.layerNorm(x[0], x[1], x[2], 1e-5f);
        check(call, offset(OpsCases.random(1, n, length, c), -5), gamma, beta);
        check(call, OpsCases.random(4, length, c), gamma, beta);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,5,3,7", "1,24,16,16", "2,33,9,65"})
    void channelRmsNorm(int n, int c, int h, int w) {
        Tensor x0 = OpsCases.random(1, n, c, h, w);
        Tensor gain = OpsCases.random(2, c);
        check((ops, x) -> ops.channelRmsNorm(x[0], x[1], 1e-6f), x0, gain);
        check((ops, x) -> ops.channelRmsNormSilu(x[0], x[1], 1e-6f), x0, gain);
        check((ops, x) -> ops.channelRmsNorm(x[0], x[1], 1e-6f), Tensor.zeros(n, c, h, w), gain);
    }

    // ---- tokens -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,5,7,3", "1,77,32,40", "2,33,65,17", "3,4,16,64"})
    void linear(int n, int length, int in, int out) {
        Tensor weight = OpsCases.random(2, out, in);
        Tensor bias = OpsCases.random(3, out);
        Call call = (ops, x) -> ops.linear(x[0], x[1], x[2]);
        check(call, OpsCases.random(1, n, length, in), weight, bias);
        check(call, OpsCases.random(4, n, length, in), weight, null);
        check(call, OpsCases.random(5, length, in), weight, bias);
        check(call, OpsCases.random(6, length, in), weight, null);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,1",
        "2,5,7,12,3",
        "1,33,77,40,5",
        "2,16,16,8,8",
        "1,1,9,6,2",
        "1,9,1,6,1",
        "1,65,130,32,2",
        "1,130,65,64,1"
    })
    void attention(int n, int queries, int keys, int c, int heads) {
        Tensor q = OpsCases.random(1, n, queries, c);
        Tensor k = OpsCases.random(2, n, keys, c);
        Tensor v = OpsCases.random(3, n, keys, c);
        check((ops, x) -> ops.attention(x[0], x[1], x[2], heads), q, k, v);
        check((ops, x) -> ops.attentionOfScaled(x[0], x[1], x[2], heads), q, k, v);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,2,3,1", "1,7,12,3", "2,8,8,2", "2,33,6,2", "1,64,16,1", "2,77,32,4"})
    void causalAttention(int n, int length, int c, int heads) {
        check(
                (ops, x) -> ops.causalAttention(x[0], x[1], x[2], heads),
                OpsCases.random(1, n, length, c),
                OpsCases.random(2, n, length, c),
                OpsCases.random(3, n, length, c));
    }

    /** Samples, windows, tokens in each, channels, heads. */
    @ParameterizedTest
    @CsvSource({"1,1,1,1,1", "1,4,9,8,2", "2,3,5,6,3", "1,2,49,12,1", "3,6,16,10,5", "1,9,25,32,4"})
    void windowAttention(int n, int windows, int length, int c, int heads) {
        Tensor q = OpsCases.random(1, n, windows * length, c);
        Tensor k = OpsCases.random(2, n, windows * length, c);
        Tensor v = OpsCases.random(3, n, windows * length, c);
        Tensor bias = OpsCases.random(4, 1, heads, length, length);
        Tensor mask = OpsCases.random(5, windows, 1, length, length);
        for (int i = 0; i < mask.data().length; i++) {
            mask.data()[i] = mask.data()[i] > 0.5 ? -100 : 0;
        }
        check((ops, x) -> ops.windowAttention(x[0], x[1], x[2], x[3], null, heads), q, k, v, bias);
        check((ops, x) -> ops.windowAttention(x[0], x[1], x[2], x[3], x[4], heads), q, k, v, bias, mask);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,5,3", "1,33,17", "3,16,8"})
    void selectTokens(int n, int length, int c) {
        Tensor tokens = OpsCases.random(1, n, length, c);
        int[] reversed = IntStream.range(0, length).map(i -> length - 1 - i).toArray();
        int[] some = IntStream.range(0, length + 2).map(i -> i * 7 % length).toArray();
        check((ops, x) -> ops.selectTokens(x[0], reversed), tokens);
        check((ops, x) -> ops.selectTokens(x[0], some), tokens);
        check((ops, x) -> ops.selectTokens(x[0], new int[] {length / 2}), tokens);
    }

    @Test
    void selectTokensReadsNumbersExactly() {
        int length = 9216;
        Tensor tokens = Tensor.zeros(1, length, 1);
        for (int i = 0; i < length; i++) {
            tokens.data()[i] = i / 64 * 16;
        }
        int[] order = IntStream.range(0, length).map(i -> i * 5 % length).toArray();
        Tensor found = download(ops().selectTokens(upload(tokens), order));
        for (int i = 0; i < length; i++) {
            assertEquals(tokens.data()[order[i]], found.data()[i]);
        }
    }

    @Test
    void laterTokensChangeNothing() {
        Tensor x = OpsCases.random(1, 1, 40, 4);
        Tensor changed = Tensor.of(x.data().clone(), x.shape());
        for (int i = 36 * 4; i < x.data().length; i++) {
            changed.data()[i] = 1e4f;
        }
        T before = ops().causalAttention(upload(x), upload(x), upload(x), 2);
        T after = ops().causalAttention(upload(changed), upload(changed), upload(changed), 2);
        Tensor seen = download(ops().slice(before, 1, 0, 36));
        assertClose(seen, download(ops().slice(after, 1, 0, 36)));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,1,5,3", "2,7,3,8", "1,77,100,33", "3,2,9,1"})
    void embedding(int n, int length, int rows, int c) {
        Tensor ids = OpsCases.ids(1, rows, n, length);
        check((ops, x) -> ops.embedding(x[0], x[1]), ids, OpsCases.random(2, rows, c));
    }

    @Test
    void embeddingReadsIdsExactly() {
        int rows = 49_408;
        Tensor table = Tensor.zeros(rows, 1);
        for (int i = 0; i < rows; i++) {
            table.data()[i] = i;
        }
        Tensor ids = Tensor.of(new float[] {0, 1, 255, 257, 16_385, 49_406, 49_407, 0}, 2, 4);
        T found = ops().embedding(upload(ids), upload(table));
        assertArrayEquals(new int[] {2, 4, 1}, ops().shape(found));
        assertArrayEquals(stored(ids), download(found).data());
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 5, 0.5f, -0.5f, Float.NaN, Float.POSITIVE_INFINITY, 1e30f})
    void embeddingRefusesWhatIsNoRow(float id) {
        assumeTrue(seesValues(), "skipped: a graph writer does not see the values of ids");
        T ids = upload(Tensor.of(new float[] {0, id}, 1, 2));
        T table = upload(OpsCases.random(1, 5, 3));
        assertThrows(IllegalArgumentException.class, () -> ops().embedding(ids, table));
    }

    @ParameterizedTest
    @ValueSource(floats = {400, -400})
    void attentionHoldsFarFromZero(float scale) {
        Tensor q = Tensor.of(new float[] {scale}, 1, 1, 1);
        Tensor k = Tensor.of(new float[] {1, 2, 3}, 1, 3, 1);
        Tensor v = Tensor.of(new float[] {5, 6, 7}, 1, 3, 1);
        float found =
                download(ops().attention(upload(q), upload(k), upload(v), 1)).data()[0];
        assertEquals(scale > 0 ? 7 : 5, found);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,3,5,7", "1,32,8,9", "2,17,33,2"})
    void tokensAndMaps(int n, int c, int h, int w) {
        check((ops, x) -> ops.mapToTokens(x[0]), OpsCases.random(1, n, c, h, w));
        check((ops, x) -> ops.tokensToMap(x[0], h, w), OpsCases.random(2, n, h * w, c));
    }

    // ---- structure --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("dev.osediff.network.OpsCases#shapes")
    void concatAndSlice(int[] shape) {
        for (int axis = 0; axis < shape.length; axis++) {
            int along = axis;
            int[] longer = shape.clone();
            longer[axis] += 3;
            Tensor a = OpsCases.random(1, shape);
            Tensor b = OpsCases.random(2, longer);
            check((ops, x) -> ops.concat(List.of(x[0], x[1]), along), a, b);
            check((ops, x) -> ops.concat(List.of(x[1], x[0], x[1]), along), a, b);
            int length = longer[axis];
            check((ops, x) -> ops.slice(x[0], along, 0, length), b);
            check((ops, x) -> ops.slice(x[0], along, 1, length - 1), b);
            check((ops, x) -> ops.slice(x[0], along, length - 1, length), b);
        }
    }

    @Test
    void hostTensorsComeBackUnchanged() {
        Tensor value = OpsCases.random(1, 2, 3, 5, 7);
        T there = upload(value);
        int[] shape = ops().shape(there);
        assertArrayEquals(value.shape(), shape);
        shape[0] = 99;
        assertArrayEquals(value.shape(), ops().shape(there), "the returned array is the caller's");
        assertArrayEquals(stored(value), download(there).data());
        assertArrayEquals(stored(value), download(ops().constant(value)).data());
    }

    @Test
    void scopeKeepsItsResult() {
        Tensor host = OpsCases.random(1, 1, 4, 5, 6);
        T x = upload(host);
        T result = ops().scope("outer", () -> {
            T doubled = ops().add(x, x);
            T inner = ops().scope("inner", () -> ops().silu(ops().scale(doubled, 2)));
            return ops().add(inner, doubled);
        });
        Ops<Tensor> naive = new NaiveOps();
        Tensor expected = naive.add(naive.silu(naive.scale(host, 4)), naive.scale(host, 2));
        assertClose(naive.silu(expected), download(ops().silu(result)));
        assertArrayEquals(stored(host), download(x).data(), "a scope does not free what was made before it");
        T same = ops().scope("nothing", () -> x);
        assertArrayEquals(stored(host), download(ops().scale(same, 1)).data());
    }

    @Test
    void scopeKeepsAllOfSeveralResults() {
        Tensor host = OpsCases.random(1, 1, 4, 5, 6);
        T x = upload(host);
        List<T> results = ops().scopeAll("several", () -> {
            T doubled = ops().add(x, x);
            return List.of(ops().scale(doubled, 2), x, ops().scale(doubled, -1));
        });
        Ops<Tensor> naive = new NaiveOps();
        assertEquals(3, results.size());
        assertClose(naive.scale(host, 4), download(ops().scale(results.get(0), 1)));
        assertArrayEquals(stored(host), download(results.get(1)).data());
        assertClose(naive.scale(host, -2), download(ops().scale(results.get(2), 1)));
    }

    @Test
    void scopeSurvivesAFailure() {
        T x = upload(OpsCases.random(1, 3));
        IllegalStateException thrown = new IllegalStateException("body");
        assertEquals(thrown, assertThrows(IllegalStateException.class, () -> ops().scope("failing", () -> {
            ops().silu(x);
            throw thrown;
        })));
        assertArrayEquals(download(x).data(), download(ops().scale(x, 1)).data());
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.OpsCases#misfits")
    void refusesShapesThatDoNotFit(OpsCases.Misfit misfit) {
        Object[] values = Arrays.stream(misfit.inputs()).map(this::upload).toArray();
        assertThrows(IllegalArgumentException.class, () -> misfit.call().apply(erased(ops()), values));
    }

    // ---- comparison -------------------------------------------------------------------------------------------------

    /** An operation on any implementation's values, so that the oracle and the implementation run the same line. */
    @FunctionalInterface
    interface Call {
        Object apply(Ops<Object> ops, Object[] values);
    }

    /** Runs one operation on the oracle and on the implementation; an input that is null stays null. */
    @SuppressWarnings("unchecked")
    private void check(Call call, Tensor... inputs) {
        Object[] seen = Arrays.stream(inputs)
                .map(t -> t == null ? null : Tensor.of(stored(t), t.shape()))
                .toArray();
        Tensor expected = (Tensor) call.apply(erased(new NaiveOps()), seen);
        Tensor[] before = copies(inputs);
        Object[] values =
                Arrays.stream(inputs).map(t -> t == null ? null : upload(t)).toArray();
        T result = (T) call.apply(erased(ops()), values);
        assertArrayEquals(expected.shape(), ops().shape(result));
        assertClose(expected, download(result));
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] != null) {
                assertArrayEquals(stored(before[i]), download((T) values[i]).data(), "argument " + i + " is unchanged");
                assertArrayEquals(before[i].data(), inputs[i].data(), "host tensor " + i + " is unchanged");
            }
        }
    }

    private float[] stored(Tensor host) {
        float[] values = new float[host.data().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = stored(host.data()[i]);
        }
        return values;
    }

    private void assertClose(Tensor expected, Tensor found) {
        assertArrayEquals(expected.shape(), found.shape());
        double scale = 0;
        for (float value : expected.data()) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.data().length; i++) {
            float e = expected.data()[i];
            float f = found.data()[i];
            assertTrue(Math.abs((double) e - f) <= tolerance() * scale, "element " + i + ": " + e + ", found " + f);
        }
    }

    @SuppressWarnings("unchecked")
    private static Ops<Object> erased(Ops<?> ops) {
        return (Ops<Object>) ops;
    }

    private static Tensor[] copies(Tensor[] tensors) {
        return Arrays.stream(tensors)
                .map(t -> t == null ? null : Tensor.of(t.data().clone(), t.shape()))
                .toArray(Tensor[]::new);
    }

    private static Tensor offset(Tensor x, float by) {
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] += by;
        }
        return x;
    }
}
