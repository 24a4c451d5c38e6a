package dev.osediff.pipeline;

import dev.osediff.image.Picture;
import java.util.List;

/** One run: {@link #enlarge} once, then {@link #end}, then {@link #close}. Used by the one thread that started it. */
public interface PipelineRun extends AutoCloseable {
    /**
     * Enlarges a picture of the size and form that the request states.
     *
     * @param picture colour that may be hidden under alpha 0 must have been replaced
     * @return samples of about 0 to 1, in the same form
     */
    Picture enlarge(Picture picture);

    /** Runs the first tile of each stage on a blank picture instead, and tells what the whole would take. */
    List<StageForecast> forecast();

    /** Ends the last stage and reports it. */
    void end();

    /** Returns what was done so far. */
    RunReport report();

    /** Gives the memory back; a second call does nothing. */
    @Override
    void close();
}
