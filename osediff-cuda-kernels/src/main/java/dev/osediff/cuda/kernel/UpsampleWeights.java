package dev.osediff.cuda.kernel;

/**
 * Turns a 3×3 filter that follows a nearest ×2 upsampling into four 2×2 filters of the picture before it: taps that meet
 * the same pixel are added. Exact but for rounding, with 4 products instead of 9.
 */
public final class UpsampleWeights {
    private UpsampleWeights() {}

    /**
     * Returns the filters as [4, out, 2, 2, in]; filter 2·y + x makes the pixel (y, x) of each doubled pixel.
     *
     * @param weights [out, in, 3, 3] as checkpoints hold them
     */
    public static float[] fold(float[] weights, int outChannels, int inChannels) {
        float[] folded = new float[4 * outChannels * 4 * inChannels];
        for (int phase = 0; phase < 4; phase++) {
            for (int out = 0; out < outChannels; out++) {
                for (int tap = 0; tap < 9; tap++) {
                    int row = target(phase / 2, tap / 3);
                    int column = target(phase % 2, tap % 3);
                    int to = ((phase * outChannels + out) * 4 + 2 * row + column) * inChannels;
                    for (int in = 0; in < inChannels; in++) {
                        folded[to + in] += weights[(out * inChannels + in) * 9 + tap];
                    }
                }
            }
        }
        return folded;
    }

    /** Returns which of two neighbouring pixels a tap meets, seen from the first or second half of a doubled pixel. */
    private static int target(int half, int tap) {
        return (half + tap + 1) / 2 - half;
    }
}
