package dev.osediff.backend.plain;

import dev.osediff.network.Tensor;

/** The normalisations; sums over many values are in double precision. */
final class Normalisation {
    private static final int PIXELS = 1024;
    private static final int TOKENS = 64;

    private final Workers workers;

    Normalisation(Workers workers) {
        this.workers = workers;
    }

    Tensor group(Tensor x, int groups, Tensor gamma, Tensor beta, float epsilon, boolean silu) {
        int size = groupSize(x, groups);
        float[] in = x.data();
        float[] out = new float[in.length];
        workers.run(x.dim(0) * groups, part -> {
            double mean = sum(in, part * size, size) / size;
            double variance = squares(in, part * size, size, mean) / size;
            normalise(x, out, part, groups, mean, 1 / Math.sqrt(variance + epsilon), gamma, beta, silu);
        });
        return Tensor.of(out, x.shape());
    }

    /** Returns mean and biased variance of each group, [N, groups, 2]. */
    Tensor moments(Tensor x, int groups) {
        int size = groupSize(x, groups);
        float[] in = x.data();
        Tensor moments = Tensor.zeros(x.dim(0), groups, 2);
        workers.run(x.dim(0) * groups, part -> {
            double mean = sum(in, part * size, size) / size;
            moments.data()[2 * part] = (float) mean;
            moments.data()[2 * part + 1] = (float) (squares(in, part * size, size, mean) / size);
        });
        return moments;
    }

    /** Normalises by moments [N, groups, 2]. */
    Tensor byMoments(Tensor x, Tensor moments, Tensor gamma, Tensor beta, float epsilon, boolean silu) {
        if (moments.rank() != 3 || moments.dim(0) != x.dim(0) || moments.dim(2) != 2) {
            throw new IllegalArgumentException("moments " + moments + " do not fit " + x);
        }
        int groups = moments.dim(1);
        groupSize(x, groups);
        float[] out = new float[x.data().length];
        workers.run(x.dim(0) * groups, part -> {
            double inverse = 1 / Math.sqrt((double) moments.data()[2 * part + 1] + epsilon);
            normalise(x, out, part, groups, moments.data()[2 * part], inverse, gamma, beta, silu);
        });
        return Tensor.of(out, x.shape());
    }

    /** Returns the values of one group of one sample. */
    private static int groupSize(Tensor x, int groups) {
        if (x.dim(1) % groups != 0) {
            throw new IllegalArgumentException(x.dim(1) + " channels do not part into " + groups + " groups");
        }
        return x.dim(1) / groups * x.dim(2) * x.dim(3);
    }

    /** Normalises one group of one sample. */
    private static void normalise(
            Tensor x,
            float[] out,
            int part,
            int groups,
            double mean,
            double inverse,
            Tensor gamma,
            Tensor beta,
            boolean silu) {
        int channels = x.dim(1) / groups;
        int plane = x.dim(2) * x.dim(3);
        for (int c = 0; c < channels; c++) {
            int channel = part % groups * channels + c;
            int at = (part * channels + c) * plane;
            affine(x.data(), out, at, plane, mean, gamma.data()[channel] * inverse, beta.data()[channel]);
            if (silu) {
                FastMath.silu(out, out, at, at + plane);
            }
        }
    }

    Tensor layer(Tensor x, Tensor gamma, Tensor beta, float epsilon) {
        int channels = x.dim(-1);
        float[] in = x.data();
        float[] out = new float[in.length];
        workers.range(in.length / channels, TOKENS, (first, last) -> {
            for (int token = first; token < last; token++) {
                int from = token * channels;
                double mean = sum(in, from, channels) / channels;
                double inverse = 1 / Math.sqrt(squares(in, from, channels, mean) / channels + epsilon);
                for (int c = 0; c < channels; c++) {
                    out[from + c] = (float) ((in[from + c] - mean) * inverse) * gamma.data()[c] + beta.data()[c];
                }
            }
        });
        return Tensor.of(out, x.shape());
    }

    Tensor channelRms(Tensor x, Tensor gain, float epsilon, boolean silu) {
        int channels = x.dim(1);
        int plane = x.dim(2) * x.dim(3);
        int blocks = (plane + PIXELS - 1) / PIXELS;
        float[] in = x.data();
        float[] out = new float[in.length];
        workers.run(x.dim(0) * blocks, part -> {
            int first = part % blocks * PIXELS;
            int count = Math.min(PIXELS, plane - first);
            int at = part / blocks * channels * plane + first;
            float[] factor = new float[count];
            for (int c = 0; c < channels; c++) {
                addSquares(in, at + c * plane, factor, count);
            }
            inverseRoots(factor, 1f / channels, epsilon);
            for (int c = 0; c < channels; c++) {
                scaled(in, out, at + c * plane, factor, gain.data()[c]);
                if (silu) {
                    FastMath.silu(out, out, at + c * plane, at + c * plane + count);
                }
            }
        });
        return Tensor.of(out, x.shape());
    }

    private static double sum(float[] x, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += x[i];
        }
        return sum;
    }

    private static double squares(float[] x, int from, int count, double mean) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            double d = x[i] - mean;
            sum += d * d;
        }
        return sum;
    }

    private static void affine(float[] in, float[] out, int from, int count, double mean, double gain, double shift) {
        for (int i = from; i < from + count; i++) {
            out[i] = (float) ((in[i] - mean) * gain + shift);
        }
    }

    private static void addSquares(float[] x, int from, float[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += x[from + i] * x[from + i];
        }
    }

    private static void inverseRoots(float[] sums, float factor, float epsilon) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = 1 / (float) Math.sqrt(sums[i] * factor + epsilon);
        }
    }

    private static void scaled(float[] in, float[] out, int from, float[] factor, float gain) {
        for (int i = 0; i < factor.length; i++) {
            out[from + i] = in[from + i] * factor[i] * gain;
        }
    }
}
