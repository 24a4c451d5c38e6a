package dev.osediff.pipeline;

/**
 * What one stage of a run will take.
 *
 * @param stage lower-case name
 * @param plan its tiles, in words
 * @param tiles how many there are
 * @param memoryBytes upper bound of what is alive at one time, weights included where they are read for the stage
 * @param loadSeconds measured time to read the stage's network; 0 where it stays in memory
 * @param tileSeconds measured time of the first tile
 * @param seconds expected time of the stage: reading, and the first tile's time by the area of all tiles
 */
public record StageForecast(
        String stage,
        String plan,
        int tiles,
        long memoryBytes,
        double loadSeconds,
        double tileSeconds,
        double seconds) {}
