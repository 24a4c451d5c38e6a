package dev.osediff.network.ram;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Weights of a folded {@link RamTagger}: the labels' queries and their first projection are computed once, since they depend
 * on no picture. Each load of these computes anew. Thread-safe as its source is.
 */
public final class RamFolding implements TensorSource {
    static final String LABELS = "folded.labels";
    static final String QUERIES = "folded.queries";
    private static final int TOGETHER = 4;
    private static final String FIRST_QUERY = "tagging_head.encoder.layer.0.crossattention.self.query";

    private final TensorSource source;
    private final RamConfig config;
    private final Set<String> names;

    private RamFolding(TensorSource source, RamConfig config) {
        this.source = source;
        this.config = config;
        names = new TreeSet<>(source.names());
        names.add(LABELS);
        names.add(QUERIES);
    }

    /** Folds published weights. */
    public static TensorSource of(TensorSource source, RamConfig config) {
        return new RamFolding(source, config);
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public int[] shape(String name) {
        return isFolded(name) ? new int[] {config.labels(), config.hidden()} : source.shape(name);
    }

    @Override
    public Tensor load(String name) {
        return isFolded(name) ? folded(name) : source.load(name);
    }

    private static boolean isFolded(String name) {
        return name.equals(LABELS) || name.equals(QUERIES);
    }

    private Tensor folded(String name) {
        CheckpointWeights<Tensor> weights = new CheckpointWeights<>(source, Function.identity());
        Tensor embeddings = weights.fetch("label_embed", config.labels(), config.projection());
        Tensor labels = linear(weights, "wordvec_proj", embeddings);
        for (int i = 0; i < labels.data().length; i++) {
            labels.data()[i] = Math.max(0, labels.data()[i]);
        }
        return name.equals(LABELS) ? labels : linear(weights, FIRST_QUERY, labels);
    }

    /** Sums in double precision; rows on all processors. */
    private Tensor linear(CheckpointWeights<Tensor> weights, String layer, Tensor x) {
        int in = x.dim(1);
        int out = config.hidden();
        float[] weight = weights.fetch(layer + ".weight", out, in).data();
        float[] bias = weights.fetch(layer + ".bias", out).data();
        float[] values = x.data();
        float[] result = new float[x.dim(0) * out];
        IntStream.range(0, x.dim(0)).parallel().forEach(row -> {
            for (int o = 0; o < out; o += TOGETHER) {
                int count = Math.min(TOGETHER, out - o);
                double[] sums = sums(values, row * in, weight, o * in, in, count);
                for (int k = 0; k < count; k++) {
                    result[row * out + o + k] = (float) (sums[k] + bias[o + k]);
                }
            }
        });
        return Tensor.of(result, x.dim(0), out);
    }

    /** Products of one row of values with some rows of weights: sums that do not wait for each other. */
    private static double[] sums(float[] values, int from, float[] weight, int at, int in, int count) {
        double[] sums = new double[count];
        if (count == TOGETHER) {
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            for (int i = 0; i < in; i++) {
                double value = values[from + i];
                a += value * weight[at + i];
                b += value * weight[at + in + i];
                c += value * weight[at + 2 * in + i];
                d += value * weight[at + 3 * in + i];
            }
            return new double[] {a, b, c, d};
        }
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < in; i++) {
                sums[k] += (double) values[from + i] * weight[at + k * in + i];
            }
        }
        return sums;
    }

    @Override
    public String origin() {
        return source.origin();
    }
}
