package dev.osediff.pipeline;

import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.tile.Tile;

/** Refuses network outputs that are not numbers, which would become black pixels. */
final class FiniteCheck {
    private FiniteCheck() {}

    /** Throws {@link NonFiniteOutput} naming stage, tile and position if a value is not finite. */
    static void require(Tensor output, Stage stage, Tile tile) {
        float[] values = output.data();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new NonFiniteOutput(new Problem(
                        "stage " + StageNames.of(stage) + ", tile (" + tile.column() + ", " + tile.row() + ") reading "
                                + tile.read(),
                        "the value " + values[i] + " at index " + i + " of the network's output " + output,
                        "finite values",
                        "Use precision fp32; if it was, the model's weights are damaged."));
            }
        }
    }
}
