package dev.osediff.cuda.twin;

import dev.osediff.cuda.kernel.AttentionShape;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Inputs for one attention and the measure of a result. */
public record AttentionCase(AttentionShape shape, Strided q, Strided k, Strided v) {
    private static final int MOST_SAMPLES = 24;

    /** What the inputs look like. */
    public enum Kind {
        /** Normal numbers; scores of about ±3. */
        RANDOM,
        /** Scores up to ±60. */
        LARGE,
        /** All keys the same: the result is the mean of the values. */
        EQUAL_KEYS,
        /** Each query meets one key with a score far above the others. */
        ONE_HOT
    }

    /** Makes inputs with gaps between rows and heads, so that no row begins at an even address. */
    public static AttentionCase of(AttentionShape shape, Kind kind) {
        Random random = new Random(shape.hashCode() * 31L + kind.ordinal());
        int b = shape.batch();
        int h = shape.heads();
        int n = shape.channels();
        Strided q = Strided.rowsOfHeads(b, h, shape.queries(), n, 3);
        Strided k = kind == Kind.LARGE
                ? Strided.channelsFirst(b, h, shape.keys(), n)
                : Strided.rowsOfHeads(b, h, shape.keys(), n, 1);
        Strided v = Strided.rowsOfHeads(b, h, shape.keys(), n, 0);
        float factor = kind == Kind.LARGE ? (float) Math.sqrt(15) : 1;
        fill(q, b, h, shape.queries(), n, (row, c) -> factor * (float) random.nextGaussian());
        fill(v, b, h, shape.keys(), n, (row, c) -> (float) random.nextGaussian());
        float[] one = new float[n];
        for (int c = 0; c < n; c++) {
            one[c] = (float) random.nextGaussian();
        }
        fill(k, b, h, shape.keys(), n, (row, c) -> switch (kind) {
            case RANDOM, LARGE -> factor * (float) random.nextGaussian();
            case EQUAL_KEYS -> one[c];
            case ONE_HOT -> 0f;
        });
        if (kind == Kind.ONE_HOT) {
            for (int i = 0; i < b * h; i++) {
                for (int row = 0; row < shape.keys(); row++) {
                    // Keys are unit vectors, repeated with a smaller length when there are more keys than channels.
                    k.data()[k.at(i / h, i % h, row, row % n)] = 40f * (float) Math.sqrt(n) / (1 + row / n);
                }
            }
        }
        return new AttentionCase(shape, q, k, v);
    }

    private interface Value {
        float at(int row, int channel);
    }

    private static void fill(Strided to, int batch, int heads, int rows, int channels, Value value) {
        for (int i = 0; i < batch * heads; i++) {
            for (int row = 0; row < rows; row++) {
                for (int c = 0; c < channels; c++) {
                    to.data()[to.at(i / heads, i % heads, row, c)] = value.at(row, c);
                }
            }
        }
    }

    /** Returns the same case with the inputs' numbers changed, by rounding. */
    public AttentionCase with(UnaryOperator<float[]> change) {
        return new AttentionCase(
                shape,
                new Strided(change.apply(q.data()), q.strides()),
                new Strided(change.apply(k.data()), k.strides()),
                new Strided(change.apply(v.data()), v.strides()));
    }

    /** Returns where a result goes, all NaN. */
    public Strided emptyResult() {
        return Strided.rowsOfHeads(shape.batch(), shape.heads(), shape.queries(), shape.channels(), 5);
    }

    /** Returns squared error over squared reference against the definition, over evenly spread queries of each head. */
    public double errorOf(Strided o) {
        double error = 0;
        double power = 0;
        int samples = Math.min(shape.queries(), MOST_SAMPLES);
        for (int i = 0; i < shape.batch() * shape.heads(); i++) {
            for (int s = 0; s < samples; s++) {
                int row = samples == 1 ? 0 : (int) ((long) s * (shape.queries() - 1) / (samples - 1));
                int batch = i / shape.heads();
                int head = i % shape.heads();
                double[] expected = NaiveAttention.row(shape, q, k, v, batch, head, row);
                for (int c = 0; c < expected.length; c++) {
                    double difference = o.data()[o.at(batch, head, row, c)] - expected[c];
                    error += difference * difference;
                    power += expected[c] * expected[c];
                }
            }
        }
        return error / power;
    }
}
