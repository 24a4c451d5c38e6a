package dev.osediff.pipeline;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns finished tiles into a fraction of the whole run's work, and measures each stage's time. Not thread-safe. */
final class ProgressTracker {
    private final StageListener listener;
    private final EnumMap<Stage, Double> work;
    private final EnumMap<Stage, Long> nanoseconds = new EnumMap<>(Stage.class);
    private final double totalWork;
    private Stage stage = Stage.PREPARE;
    private long startedAt = System.nanoTime();
    private double fraction;

    /**
     * Starts with {@link Stage#PREPARE}.
     *
     * @param work share of each stage, in any unit
     */
    ProgressTracker(StageListener listener, Map<Stage, Double> work) {
        this.listener = listener;
        this.work = new EnumMap<>(work);
        this.totalWork =
                this.work.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Ends the current stage and begins another one. */
    void begin(Stage next) {
        endStage();
        stage = next;
    }

    /** Reports finished tiles of the current stage; {@code share} of its work is done. */
    void report(int doneTiles, int totalTiles, double share) {
        double before = 0;
        for (Map.Entry<Stage, Double> entry : work.entrySet()) {
            if (entry.getKey().compareTo(stage) < 0) {
                before += entry.getValue();
            }
        }
        double done = (before + share * work.getOrDefault(stage, 0.0)) / totalWork;
        fraction = Math.max(fraction, Math.min(1, done));
        listener.onStage(stage, doneTiles, totalTiles, fraction);
    }

    /** Ends the run. */
    void end() {
        endStage();
        fraction = 1;
        listener.onStage(stage, 1, 1, fraction);
    }

    /** Returns the wall time of each stage so far in milliseconds, by the stage's lower-case name. */
    Map<String, Double> milliseconds() {
        Map<String, Double> times = new LinkedHashMap<>();
        nanoseconds.forEach((s, n) -> times.put(StageNames.of(s), Math.round(n / 1e4) / 100.0));
        return times;
    }

    private void endStage() {
        long now = System.nanoTime();
        nanoseconds.merge(stage, now - startedAt, Long::sum);
        startedAt = now;
    }
}
