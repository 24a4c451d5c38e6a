package dev.osediff.djl.training.loop;

import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** Appends one tab-separated line per validation to a file: time, stage, step, losses, speed. */
public final class TrainingLog implements TrainingListener {
    private static final String HEADER = "time\tstage\tstep\ttraining loss\tvalidation loss\tsteps per second\n";

    private final Path path;

    /** Creates a log that goes on at the end of a file if there is one. */
    public TrainingLog(Path path) {
        this.path = path;
    }

    @Override
    public void onValidation(Progress progress, Map<String, Double> figures) {
        String line = String.format(
                Locale.ROOT,
                "%s\t%s\t%d\t%.5f\t%.5f\t%.2f%n",
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                progress.stage(),
                progress.step(),
                progress.averageLoss(),
                figures.values().iterator().next(),
                progress.stepsPerSecond());
        append(path, Files.exists(path) ? line : HEADER + line);
    }

    /**
     * Appends to a file of a run.
     *
     * @throws OutputException if it cannot be written
     */
    static void append(Path path, String text) {
        try {
            Files.writeString(path, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "training log " + path,
                            e.toString(),
                            "a file that can be written to",
                            "Check the folder, its rights and the free space; the same run goes on from its last state."),
                    e);
        }
    }
}
