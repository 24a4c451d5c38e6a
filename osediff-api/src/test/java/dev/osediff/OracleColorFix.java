package dev.osediff;

import dev.osediff.color.ColorFix;

/** The reference's colour fix of one channel in double precision (osediff.md §1.9), on levels from 0 to 255. */
final class OracleColorFix {
    private static final int LEVELS = 5;
    private static final double EPSILON = 1e-5;

    private OracleColorFix() {}

    static double[] of(ColorFix fix, double[] result, float[] source, int width) {
        double[] target = divided(result);
        double[] colours = new double[source.length];
        for (int i = 0; i < source.length; i++) {
            colours[i] = source[i] / 255.0;
        }
        double[] fixed =
                switch (fix) {
                    case NONE -> target;
                    case ADAIN -> adaIn(target, colours);
                    case WAVELET -> wavelet(target, colours, width);
                };
        double[] levels = new double[fixed.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = fix == ColorFix.NONE ? result[i] : (int) (Math.max(0, Math.min(1, fixed[i])) * 255);
        }
        return levels;
    }

    private static double[] divided(double[] levels) {
        double[] values = new double[levels.length];
        for (int i = 0; i < levels.length; i++) {
            values[i] = levels[i] / 255;
        }
        return values;
    }

    private static double[] adaIn(double[] target, double[] source) {
        double[] out = new double[target.length];
        double gain = deviation(source) / deviation(target);
        for (int i = 0; i < out.length; i++) {
            out[i] = (target[i] - mean(target)) * gain + mean(source);
        }
        return out;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / (values.length - 1) + EPSILON);
    }

    private static double[] wavelet(double[] target, double[] source, int width) {
        double[] low = low(target, width);
        double[] wanted = low(source, width);
        double[] out = new double[target.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = target[i] - low[i] + wanted[i];
        }
        return out;
    }

    private static double[] low(double[] values, int width) {
        double[] low = values;
        for (int level = 0; level < LEVELS; level++) {
            low = blurred(low, width, 1 << level);
        }
        return low;
    }

    /** The kernel (1 2 1) ⊗ (1 2 1) / 16 with gaps, edges repeated. */
    private static double[] blurred(double[] values, int width, int distance) {
        int height = values.length / width;
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int x = Math.max(0, Math.min(width - 1, i % width + dx * distance));
                    int y = Math.max(0, Math.min(height - 1, i / width + dy * distance));
                    out[i] += values[y * width + x] * (2 - Math.abs(dx)) * (2 - Math.abs(dy)) / 16;
                }
            }
        }
        return out;
    }
}
