package dev.osediff.network.quantised;

import dev.osediff.network.Tensor;

/**
 * A layer's weight as signed 8-bit numbers, symmetric, with one scale per output channel: w ≈ level · scale, level from -127
 * to 127 and scale = max |w| / 127.
 *
 * @param levels in the weight's order
 * @param scales one per output channel, positive
 * @param shape of the weight; the first axis is that of the output channels
 */
public record WeightLevels(byte[] levels, float[] scales, int[] shape) {
    private static final int TOP_LEVEL = 127;

    /** Quantises a weight [O, ...]. */
    public static WeightLevels of(Tensor weight) {
        float[] values = weight.data();
        int outputs = weight.dim(0);
        int row = values.length / outputs;
        byte[] levels = new byte[values.length];
        float[] scales = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            float most = Float.MIN_NORMAL;
            for (int i = o * row; i < (o + 1) * row; i++) {
                most = Math.max(most, Math.abs(values[i]));
            }
            scales[o] = Math.max(most / TOP_LEVEL, Float.MIN_NORMAL);
            for (int i = o * row; i < (o + 1) * row; i++) {
                int level = Math.round(values[i] / scales[o]);
                levels[i] = (byte) Math.max(-TOP_LEVEL, Math.min(TOP_LEVEL, level));
            }
        }
        return new WeightLevels(levels, scales, weight.shape());
    }

    /** Returns the values that the levels stand for. */
    public Tensor values() {
        float[] values = new float[levels.length];
        int row = levels.length / scales.length;
        for (int i = 0; i < values.length; i++) {
            values[i] = levels[i] * scales[i / row];
        }
        return Tensor.of(values, shape);
    }
}
