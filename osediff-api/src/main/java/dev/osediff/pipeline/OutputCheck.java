package dev.osediff.pipeline;

import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.tile.Tile;
import java.util.Arrays;

/** Refuses network outputs of another shape, and those that are not numbers, which would become black pixels. */
final class OutputCheck {
    private OutputCheck() {}

    /**
     * Checks one tile's output.
     *
     * @throws NonFiniteOutput naming stage, tile and position if a value is not finite
     * @throws BackendException if the shape is another one
     */
    static void require(Tensor output, int[] shape, Stage stage, Tile tile) {
        if (!Arrays.equals(output.shape(), shape)) {
            throw new BackendException(new Problem(
                    asked(stage, tile),
                    "an output of shape " + Arrays.toString(output.shape()),
                    "shape " + Arrays.toString(shape),
                    "The engine or the model file is at fault: try another backend."));
        }
        float[] values = output.data();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new NonFiniteOutput(new Problem(
                        asked(stage, tile),
                        "the value " + values[i] + " at index " + i + " of the network's output " + output,
                        "finite values",
                        "Use precision fp32; if it was, the model's weights are damaged."));
            }
        }
    }

    private static String asked(Stage stage, Tile tile) {
        return "stage " + StageNames.of(stage) + ", tile (" + tile.column() + ", " + tile.row() + ") reading "
                + tile.read();
    }
}
