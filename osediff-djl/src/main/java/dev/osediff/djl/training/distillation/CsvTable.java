package dev.osediff.djl.training.distillation;

import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A CSV file with a step in the first column and numbers in the others, which grows by rows. */
final class CsvTable {
    private static final String STEP = "step";

    private final Path path;

    CsvTable(Path path) {
        this.path = path;
    }

    /** Adds a row; the first one gives the header. */
    void add(long step, Map<String, Double> row) {
        StringBuilder text = new StringBuilder();
        if (!Files.exists(path)) {
            text.append(STEP).append(',').append(String.join(",", row.keySet())).append('\n');
        }
        text.append(step);
        row.values().forEach(value -> text.append(',').append(String.format(Locale.ROOT, "%.7g", value)));
        write(text.append('\n').toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Takes out the rows of later steps, and a row that was not written to its end. */
    void keepUpTo(long step) {
        if (Files.exists(path)) {
            List<String> lines = lines();
            StringBuilder kept = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                boolean isWhole = columnsOf(lines.get(i)) == columnsOf(lines.get(0));
                if (i == 0 || isWhole && Long.parseLong(lines.get(i).split(",")[0]) <= step) {
                    kept.append(lines.get(i)).append('\n');
                }
            }
            write(kept.toString(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        }
    }

    private static int columnsOf(String line) {
        return line.split(",", -1).length;
    }

    /** Returns all columns by name, the steps first. */
    Map<String, double[]> columns() {
        List<String> lines = lines();
        String[] names = lines.get(0).split(",");
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int c = 0; c < names.length; c++) {
            double[] values = new double[lines.size() - 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.parseDouble(lines.get(i + 1).split(",")[c]);
            }
            columns.put(names[c], values);
        }
        return columns;
    }

    /** Returns the last row by column; empty without rows. */
    Map<String, Double> last() {
        Map<String, Double> row = new LinkedHashMap<>();
        if (Files.exists(path)) {
            columns().forEach((name, values) -> {
                if (values.length > 0) {
                    row.put(name, values[values.length - 1]);
                }
            });
        }
        return row;
    }

    private List<String> lines() {
        try {
            return new ArrayList<>(Files.readAllLines(path));
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private void write(String text, StandardOpenOption... options) {
        try {
            Files.writeString(path, text, StandardCharsets.UTF_8, options);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private OutputException refused(IOException e) {
        return new OutputException(
                new Problem(
                        "training log " + path,
                        e.toString(),
                        "a file that can be read and written to",
                        "Check the folder, its rights and the free space; the run goes on from its last state."),
                e);
    }
}
