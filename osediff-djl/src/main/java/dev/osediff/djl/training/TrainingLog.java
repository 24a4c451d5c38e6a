package dev.osediff.djl.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Appends one tab-separated line per validation to a file: time, stage, step, losses, speed. */
final class TrainingLog {
    private static final String HEADER = "time\tstage\tstep\ttraining loss\tvalidation loss\tsteps per second\n";

    private final Path path;

    TrainingLog(Path path) {
        this.path = path;
    }

    void add(Stage stage, long step, double loss, double validation, double stepsPerSecond) {
        String line = String.format(
                Locale.ROOT,
                "%s\t%s\t%d\t%.5f\t%.5f\t%.2f%n",
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                stage.name(),
                step,
                loss,
                validation,
                stepsPerSecond);
        try {
            String text = Files.exists(path) ? line : HEADER + line;
            Files.writeString(path, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the training log " + path, e);
        }
    }
}
