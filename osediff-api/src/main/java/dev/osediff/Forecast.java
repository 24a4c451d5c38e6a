package dev.osediff;

import dev.osediff.pipeline.StageForecast;
import java.util.List;

/**
 * What enlarging a picture will take, from a plan and from one measured tile per stage. Immutable.
 *
 * @param inputSize of the picture, "width x height"
 * @param workingSize that the network works at
 * @param outputSize of the result
 * @param stages the stages that have a network, in their order
 * @param warnings what the user should know
 */
public record Forecast(
        String inputSize, String workingSize, String outputSize, List<StageForecast> stages, List<String> warnings) {
    /** Copies the lists. */
    public Forecast {
        stages = List.copyOf(stages);
        warnings = List.copyOf(warnings);
    }

    /** Returns the expected time of all stages in seconds; reading and writing of files is not counted. */
    public double seconds() {
        return stages.stream().mapToDouble(StageForecast::seconds).sum();
    }

    /** Returns the upper bound of what is alive at one time, in bytes. */
    public long memoryBytes() {
        return stages.stream().mapToLong(StageForecast::memoryBytes).max().orElse(0);
    }
}
