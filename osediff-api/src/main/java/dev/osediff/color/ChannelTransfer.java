package dev.osediff.color;

/**
 * A straight line that moves a channel's mean and stretches its spread: out = (in − meanBefore) · gain + meanAfter.
 *
 * @param meanBefore mean of the samples that come in
 * @param gain factor on their deviations
 * @param meanAfter mean of the samples that go out, before clamping
 */
public record ChannelTransfer(double meanBefore, double gain, double meanAfter) {
    /** Writes the transferred samples, clamped to 0 to 1; {@code from} and {@code to} may be one array. */
    public void apply(float[] from, float[] to) {
        for (int i = 0; i < from.length; i++) {
            double value = (from[i] - meanBefore) * gain + meanAfter;
            to[i] = (float) Math.max(0, Math.min(1, value));
        }
    }
}
