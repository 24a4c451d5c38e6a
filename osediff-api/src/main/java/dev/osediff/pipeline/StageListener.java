package dev.osediff.pipeline;

/** Hears of the progress of a run, on the thread that runs the pipeline. */
@FunctionalInterface
public interface StageListener {
    /**
     * Takes one report; what it throws ends the run.
     *
     * @param stage the part at work
     * @param doneTiles tiles of this stage that are complete
     * @param totalTiles tiles of this stage
     * @param fraction share of the whole run's work that is done, 0 to 1, never falling
     */
    void onStage(Stage stage, int doneTiles, int totalTiles, double fraction);
}
