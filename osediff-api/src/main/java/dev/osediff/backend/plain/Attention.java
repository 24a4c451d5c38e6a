package dev.osediff.backend.plain;

import dev.osediff.network.Tensor;
import java.util.Arrays;

/** Scaled dot-product attention, a block of queries of one head at a time: scores of one block are all that is held. */
final class Attention {
    private static final int QUERIES = 32;

    private final RunContext context;

    Attention(RunContext context) {
        this.context = context;
    }

    Tensor attend(Tensor q, Tensor k, Tensor v, int heads) {
        return attend(q, k, v, heads, factor(q, heads), false, null);
    }

    /** Without the factor 1 / √d, which the queries have. */
    Tensor attendScaled(Tensor q, Tensor k, Tensor v, int heads) {
        return attend(q, k, v, heads, 1, false, null);
    }

    /** A block of queries reads the keys up to its last query, and each query forgets the few after itself. */
    Tensor attendCausally(Tensor q, Tensor k, Tensor v, int heads) {
        if (q.dim(1) != k.dim(1)) {
            throw new IllegalArgumentException("causal attention of " + q + " and " + k + " does not fit");
        }
        return attend(q, k, v, heads, factor(q, heads), true, null);
    }

    /** Windows are samples of their own: the values lie in that order. */
    Tensor attendInWindows(Tensor q, Tensor k, Tensor v, Tensor bias, Tensor mask, int heads) {
        ScoreBias added = new ScoreBias(bias, mask, heads, q);
        int samples = q.dim(0) * q.dim(1) / added.length();
        int[] window = {samples, added.length(), q.dim(2)};
        Tensor result =
                attend(q.reshape(window), k.reshape(window), v.reshape(window), heads, factor(q, heads), false, added);
        return result.reshape(q.shape());
    }

    private static float factor(Tensor q, int heads) {
        return (float) (1 / Math.sqrt((double) q.dim(2) / heads));
    }

    private Tensor attend(Tensor q, Tensor k, Tensor v, int heads, float factor, boolean causal, ScoreBias added) {
        int batch = q.dim(0);
        int queries = q.dim(1);
        int keys = k.dim(1);
        int channels = q.dim(2);
        if (channels % heads != 0 || k.dim(2) != channels || v.dim(2) != channels || v.dim(1) != keys) {
            throw new IllegalArgumentException(
                    "attention of " + q + ", " + k + " and " + v + " with " + heads + " heads does not fit");
        }
        int d = channels / heads;
        float[] keyColumns = transposed(k, heads, d);
        int blocks = (queries + QUERIES - 1) / QUERIES;
        Tensor result = Tensor.zeros(batch, queries, channels);
        context.workers().run(batch * heads * blocks, part -> {
            int head = part / blocks % heads;
            int image = part / blocks / heads;
            int first = part % blocks * QUERIES;
            int rows = Math.min(QUERIES, queries - first);
            int queryAt = (image * queries + first) * channels + head * d;
            int keyAt = (image * heads + head) * d * keys;
            int valueAt = image * keys * channels + head * d;
            int seen = causal ? first + rows : keys;
            float[] scores = context.scratch().take(rows * seen);
            context.gemm()
                    .multiply(rows, seen, d, q.data(), queryAt, channels, keyColumns, keyAt, keys, scores, 0, seen);
            for (int row = 0; row < rows; row++) {
                int own = causal ? first + row + 1 : keys;
                if (added == null) {
                    softmax(scores, row * seen, own, factor);
                } else {
                    added.addTo(scores, row * seen, factor, image, head, first + row);
                    softmax(scores, row * seen, own, 1);
                }
                Arrays.fill(scores, row * seen + own, (row + 1) * seen, 0);
            }
            context.gemm()
                    .multiply(
                            rows,
                            d,
                            seen,
                            scores,
                            0,
                            seen,
                            v.data(),
                            valueAt,
                            channels,
                            result.data(),
                            queryAt,
                            channels);
            context.scratch().give(scores);
        });
        return result;
    }

    /** [N, L, heads · d] to [N, heads, d, L]. */
    private float[] transposed(Tensor k, int heads, int d) {
        int keys = k.dim(1);
        int channels = heads * d;
        float[] in = k.data();
        float[] out = new float[in.length];
        context.workers().run(k.dim(0) * heads, part -> {
            int from = part / heads * keys * channels + part % heads * d;
            int to = part * d * keys;
            for (int c = 0; c < d; c++) {
                for (int key = 0; key < keys; key++) {
                    out[to + c * keys + key] = in[from + key * channels + c];
                }
            }
        });
        return out;
    }

    private static void softmax(float[] x, int from, int count, float factor) {
        float most = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            most = Math.max(most, x[i]);
        }
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            float e = FastMath.expOfNonPositive((x[i] - most) * factor);
            x[i] = e;
            sum += e;
        }
        float inverse = (float) (1 / sum);
        for (int i = from; i < from + count; i++) {
            x[i] *= inverse;
        }
    }
}
