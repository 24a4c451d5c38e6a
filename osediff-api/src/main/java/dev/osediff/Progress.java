package dev.osediff;

import dev.osediff.pipeline.Stage;
import java.util.Objects;

/**
 * How far a run has come.
 *
 * @param stage the part at work
 * @param doneTiles tiles of this stage that are complete
 * @param totalTiles tiles of this stage, at least 1
 * @param fraction share of the whole run's work that is done, 0 to 1; never falls during a run, and the last call has 1
 */
public record Progress(Stage stage, int doneTiles, int totalTiles, double fraction) {
    /** Refuses null and numbers out of range. */
    public Progress {
        Objects.requireNonNull(stage, "stage");
        if (doneTiles < 0 || totalTiles < 1 || doneTiles > totalTiles || !(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("progress is 0 <= done <= total and 0 <= fraction <= 1, found "
                    + doneTiles + ", " + totalTiles + ", " + fraction);
        }
    }
}
