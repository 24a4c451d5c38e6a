package dev.osediff.bench.stages;

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
public final class ChildRow {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROPERTIES = "osediff.bench.";

    private ChildRow() {}

    /**
     * Measures in a child.
     *
     * @param javaOptions further options of its virtual machine, such as -Xmx
     * @return the row's measures; where the child failed, one that says how
     * @throws OutputException if no process can be started
     */
    public static List<Measure> run(RowSpec spec, List<String> javaOptions) {
        try {
            Path answer = Files.createTempFile("osediff-bench", ".json");
            try {
                return run(spec, javaOptions, answer);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "row " + spec.subject(),
                            e.toString(),
                            "a child process and a temporary file",
                            "Check the free space and the rights of the temporary folder."),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return spec.absent("interrupted");
        }
    }

    private static List<Measure> run(RowSpec spec, List<String> javaOptions, Path answer)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.awt.headless=true");
        command.add("-Dai.djl.pytorch.num_threads=" + spec.threads());
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PROPERTIES))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildRow.class.getName()));
        command.addAll(List.of(JSON.writeValueAsString(spec), answer.toString()));
        Process child = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread end = new Thread(child::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            int code = child.waitFor();
            if (code != 0) {
                return spec.absent("the child process ended with code " + code + ", see its messages");
            }
            return JSON.readValue(answer.toFile(), new TypeReference<List<Measure>>() {});
        } finally {
            child.destroyForcibly();
            remove(end);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is ending and the hook runs already.
            return;
        }
    }

    /**
     * The child: measures and writes the answer.
     *
     * @param args the row's specification as JSON, the answer's file
     */
    public static void main(String[] args) throws IOException {
        RowSpec spec = JSON.readValue(args[0], RowSpec.class);
        List<Measure> measures;
        try {
            measures = RowRun.measure(spec);
        } catch (OsediffException | OutOfMemoryError e) {
            measures = spec.absent(String.valueOf(e.getMessage()));
        }
        JSON.writeValue(Path.of(args[1]).toFile(), measures);
        // Engines may have left threads behind that do not end by themselves.
        System.exit(0);
    }
}
