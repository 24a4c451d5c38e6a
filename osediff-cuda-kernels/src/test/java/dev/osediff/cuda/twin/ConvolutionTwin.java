package dev.osediff.cuda.twin;

import dev.osediff.cuda.kernel.ConvolutionPlan;

/** The convolution kernel in plain Java: the same gathered matrix product, summed over its inner index in order. */
public final class ConvolutionTwin {
    private ConvolutionTwin() {}

    /** Returns the result; {@code residual} may be null. */
    public static float[] run(ConvolutionPlan plan, float[] x, float[] weights, float[] bias, float[] residual) {
        int spread = plan.upsample() ? 2 : 1;
        int height = plan.partHeight() * spread;
        int width = plan.partWidth() * spread;
        float[] y = new float[plan.batch() * height * width * plan.outChannels()];
        for (int i = 0; i < y.length; i++) {
            int channel = i % plan.outChannels();
            int pixel = i / plan.outChannels();
            int column = pixel % width;
            int row = pixel / width % height;
            float sum = sum(plan, x, weights, new int[] {pixel / width / height, row, column, channel});
            y[i] = sum + bias[channel] + (residual == null ? 0 : residual[i]);
        }
        return y;
    }

    private static float sum(ConvolutionPlan plan, float[] x, float[] weights, int[] at) {
        int spread = plan.upsample() ? 2 : 1;
        int phase = plan.upsample() ? at[1] % 2 * 2 + at[2] % 2 : 0;
        int top = plan.upsample() ? 1 - phase / 2 : plan.padding();
        int left = plan.upsample() ? 1 - phase % 2 : plan.padding();
        int inner = plan.kernel() * plan.kernel() * plan.inChannels();
        int from = (phase * plan.outChannels() + at[3]) * inner;
        float sum = 0;
        for (int k = 0; k < inner; k++) {
            int tap = k / plan.inChannels();
            int row = at[1] / spread * plan.stride() - top + tap / plan.kernel();
            int column = at[2] / spread * plan.stride() - left + tap % plan.kernel();
            boolean inside = row >= 0 && row < plan.height() && column >= 0 && column < plan.width();
            float pixel = inside
                    ? x[
                            ((at[0] * plan.height() + row) * plan.width() + column) * plan.inChannels()
                                    + k % plan.inChannels()]
                    : 0;
            sum = Math.fma(pixel, weights[from + k], sum);
        }
        return sum;
    }
}
