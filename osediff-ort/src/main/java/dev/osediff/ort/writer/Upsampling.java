package dev.osediff.ort.writer;

import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The four 2×2 filters that a nearest-neighbour doubling and a 3×3 filter amount to (see {@code Ops.upsampleConv2d}). */
final class Upsampling {
    private static final int TAPS = 3;

    private Upsampling() {}

    /** Returns filters [O, I, 2, 2], that of output pixel (py, px) of each block at 2 · py + px. */
    static List<Constant> phases(Constant weight) {
        List<Constant> phases = new ArrayList<>(4);
        for (int py = 0; py < 2; py++) {
            for (int px = 0; px < 2; px++) {
                int y = py;
                int x = px;
                int[] shape = {weight.shape()[0], weight.shape()[1], 2, 2};
                phases.add(new Constant(
                        weight.name() + "/phase" + y + x,
                        shape,
                        () -> merged(weight.values().get(), y, x)));
            }
        }
        return phases;
    }

    private static Tensor merged(Tensor weight, int py, int px) {
        int filters = weight.dim(0) * weight.dim(1);
        Tensor merged = Tensor.zeros(weight.dim(0), weight.dim(1), 2, 2);
        for (int f = 0; f < filters; f++) {
            for (int y = 0; y < TAPS; y++) {
                for (int x = 0; x < TAPS; x++) {
                    // Tap y of phase 0 reads rows -1, 0, 0 and of phase 1 rows 0, 0, 1.
                    int row = (y + py + 1) / 2 - py;
                    int column = (x + px + 1) / 2 - px;
                    merged.data()[4 * f + 2 * row + column] += weight.data()[9 * f + TAPS * y + x];
                }
            }
        }
        return merged;
    }
}
