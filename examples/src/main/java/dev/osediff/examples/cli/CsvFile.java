package dev.osediff.examples.cli;

import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes tables. */
final class CsvFile {
    private CsvFile() {}

    /**
     * Writes lines in UTF-8.
     *
     * @throws OutputException if the file cannot be written
     */
    static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new OutputException(
                    new Problem("table " + file, String.valueOf(e), "a file that can be written", "Check the folder."),
                    e);
        }
    }
}
