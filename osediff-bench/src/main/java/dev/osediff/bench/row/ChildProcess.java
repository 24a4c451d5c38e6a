package dev.osediff.bench.row;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osediff.bench.result.Measure;
import dev.osediff.error.OsediffException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a row in a Java process of its own, so that rows neither warm nor burden each other; the child's side of it, too. */
final class ChildProcess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChildProcess() {}

    /**
     * Measures in a child.
     *
     * @param javaOptions further options of its virtual machine, such as -Xmx
     * @return the row's measures; where the child failed, one that says how; after an interrupt, whose flag is still set, one
     *     that says so
     * @throws OutputException if no process can be started
     */
    static List<Measure> run(ChildRow row, List<String> javaOptions) {
        try {
            Path answer = Files.createTempFile("osediff-bench", ".json");
            try {
                return run(row, javaOptions, answer);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "row " + row.subject(),
                            e.toString(),
                            "a child process and a temporary file",
                            "Check the free space and the rights of the temporary folder."),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return row.absent("interrupted");
        }
    }

    private static List<Measure> run(ChildRow row, List<String> javaOptions, Path answer)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(row.needed());
        options.addAll(javaOptions);
        List<String> args = List.of(row.getClass().getName(), JSON.writeValueAsString(row), answer.toString());
        try (MeasuredProcess child = MeasuredProcess.start(
                ChildProcess.class, row.threads(), options, args, ProcessBuilder.Redirect.DISCARD)) {
            int code = child.await();
            return code == 0
                    ? JSON.readValue(answer.toFile(), new TypeReference<List<Measure>>() {})
                    : row.absent("the child process ended with code " + code + ", see its messages");
        }
    }

    /**
     * The child: measures and writes the answer.
     *
     * @param args the row's class and the row as JSON, the answer's file
     */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        MeasuredProcess.endWithParent();
        ChildRow row = JSON.readValue(args[1], Class.forName(args[0]).asSubclass(ChildRow.class));
        List<Measure> measures;
        try {
            measures = row.measure();
        } catch (OsediffException | OutOfMemoryError e) {
            measures = row.absent(String.valueOf(e.getMessage()));
        }
        JSON.writeValue(Path.of(args[2]).toFile(), measures);
        // Engines may have left threads behind that do not end by themselves.
        System.exit(0);
    }
}
