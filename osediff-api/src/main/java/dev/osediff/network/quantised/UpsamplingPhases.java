package dev.osediff.network.quantised;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Tensor;

/**
 * The four 2 × 2 convolutions that a nearest ×2 upsampling and a 3 × 3 convolution amount to, one for each phase (row parity,
 * column parity) of the output; see {@link dev.osediff.network.Ops#upsampleConv2d}.
 */
public final class UpsamplingPhases {
    private static final int TAPS = 3;

    private UpsamplingPhases() {}

    /** Returns the padding of a phase. */
    public static Conv2dSpec spec(int py, int px) {
        return new Conv2dSpec(1, 1 - py, py, 1 - px, px);
    }

    /** Returns the weight [O, I, 2, 2] of a phase: the sums of the taps of [O, I, 3, 3] that fall on one pixel. */
    public static Tensor taps(Tensor weight, int py, int px) {
        int filters = weight.dim(0) * weight.dim(1);
        float[] merged = new float[filters * 4];
        for (int filter = 0; filter < filters; filter++) {
            for (int y = 0; y < TAPS; y++) {
                for (int x = 0; x < TAPS; x++) {
                    merged[filter * 4 + target(y, py) * 2 + target(x, px)] +=
                            weight.data()[(filter * TAPS + y) * TAPS + x];
                }
            }
        }
        return Tensor.of(merged, weight.dim(0), weight.dim(1), 2, 2);
    }

    /** Phase 0 has taps 0 and 1 + 2, phase 1 has 0 + 1 and 2. */
    private static int target(int tap, int phase) {
        return phase == 0 ? Math.min(tap, 1) : tap / 2;
    }
}
