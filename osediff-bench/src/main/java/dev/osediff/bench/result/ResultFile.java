package dev.osediff.bench.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.osediff.bench.machine.InstalledEngines;
import dev.osediff.bench.machine.Machine;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measured figures as they lie in a file: JSON that names its format and version. Immutable.
 *
 * @param format always {@link #FORMAT}
 * @param version of the format
 * @param when UTC, ISO 8601
 * @param command arguments that they were measured with
 * @param machine where
 * @param engines what each engine runs on, with its version, by the engine's name; for one that is absent, why
 * @param measures the figures
 */
public record ResultFile(
        String format,
        int version,
        String when,
        List<String> command,
        Machine machine,
        Map<String, String> engines,
        List<Measure> measures) {
    /** Name of the format. */
    public static final String FORMAT = "osediff-bench";

    /** The version that this program writes and reads. */
    public static final int VERSION = 2;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Copies the lists and the map, in its order. */
    public ResultFile {
        command = List.copyOf(command);
        engines = Collections.unmodifiableMap(new LinkedHashMap<>(engines));
        measures = List.copyOf(measures);
    }

    /** Returns figures that were measured here and now. */
    public static ResultFile of(List<String> command, List<Measure> measures) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new ResultFile(FORMAT, VERSION, now, command, Machine.here(), InstalledEngines.here(), measures);
    }

    /** Returns the same with other figures. */
    public ResultFile with(List<Measure> others) {
        return new ResultFile(format, version, when, command, machine, engines, others);
    }

    /**
     * Writes; a file that exists is replaced as a whole.
     *
     * @throws OutputException if it cannot be written
     */
    public void write(Path file) {
        try {
            Path absolute = file.toAbsolutePath();
            Files.createDirectories(absolute.getParent());
            Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
            Files.writeString(part, toJson());
            Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "writing " + file,
                            e.toString(),
                            "a file that can be written",
                            "Check the folder, its rights and the free space."),
                    e);
        }
    }

    /** Returns the text of the file. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JacksonException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads.
     *
     * @throws InvalidOptionException if it cannot be read, is no such file, or of another version
     */
    public static ResultFile read(Path file) {
        try {
            JsonNode tree = JSON.readTree(file.toFile());
            int version = tree.path("version").asInt(-1);
            if (!tree.path("format").asText().equals(FORMAT) || version != VERSION) {
                String found = tree.path("format").asText().equals(FORMAT) ? "version " + version : "another format";
                throw refused(file, found, null);
            }
            return JSON.treeToValue(tree, ResultFile.class);
        } catch (IOException | IllegalArgumentException e) {
            throw refused(file, e.toString().lines().findFirst().orElse("a damaged file"), e);
        }
    }

    private static InvalidOptionException refused(Path file, String found, Exception cause) {
        Problem problem = new Problem(
                "figures " + file,
                found,
                FORMAT + " JSON of version " + VERSION,
                "Measure again with this program, or compare with the program that wrote it.");
        return cause == null ? new InvalidOptionException(problem) : new InvalidOptionException(problem, cause);
    }
}
