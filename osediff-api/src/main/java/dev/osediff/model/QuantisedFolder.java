package dev.osediff.model;

import dev.osediff.error.ModelException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.network.quantised.QuantisationTable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes quantised models: the model's own files, and {@value QuantisationFile#FILE} beside them. Stateless. */
public final class QuantisedFolder {
    /** What was measured, as text. */
    public static final String REPORT = "quantisation.txt";

    /** What was measured of each layer, as comma-separated values. */
    public static final String LAYERS = "quantisation.csv";

    /** Files of an earlier quantisation, which are no part of the model. */
    private static final Set<String> OWN = Set.of(QuantisationFile.FILE, REPORT, LAYERS);

    /** Files that are worth a link; smaller ones are copied, so that editing one does not change the other. */
    private static final long LEAST_LINKED_BYTES = 1 << 20;

    private QuantisedFolder() {}

    /**
     * Throws unless a model can be written to a folder.
     *
     * @throws OutputException if the folder exists and is not empty, or is a file
     */
    public static void requireFree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
            if (content.findAny().isPresent()) {
                throw new OutputException(new Problem(
                        "writing a quantised model to " + folder,
                        "it exists and is not empty",
                        "a new or an empty folder",
                        "Choose another one, or remove it first."));
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /**
     * Throws unless a quantised model can be made of a source: to be asked before the work.
     *
     * @param source a model's folder, or null for the embedded model
     * @throws ModelException if it is no model folder
     */
    public static void requireModel(Path source) {
        if (source != null && !Files.isRegularFile(source.resolve(ModelManifest.FILE))) {
            throw new ModelException(new Problem(
                    "a quantised model of " + source,
                    Files.isDirectory(source) ? "a folder without " + ModelManifest.FILE : "not a folder",
                    "an imported or trained model",
                    "Import the published files first: osediff import."));
        }
    }

    /** Tells whether a folder has 8-bit levels. */
    public static boolean isQuantised(Path folder) {
        return Files.exists(folder.resolve(QuantisationFile.FILE));
    }

    /**
     * Writes. Large files are linked where the file system can, else copied; the source stays as it is.
     *
     * @param source the model's folder, or null for the embedded model
     * @param sha256 of the model that the levels were measured with
     * @param tables layers by the name of their network
     * @param folder new or empty
     * @throws ModelException if the source is no model folder that can be copied
     * @throws OutputException if the folder cannot be written to
     */
    public static void write(Path source, String sha256, Map<String, QuantisationTable> tables, Path folder) {
        requireFree(folder);
        try {
            Files.createDirectories(folder);
            try (StagingFolder staging = StagingFolder.in(folder)) {
                if (source == null) {
                    EmbeddedModel.copyTo(staging.path());
                } else {
                    copy(source, staging.path());
                }
                Files.write(
                        staging.path().resolve(QuantisationFile.FILE),
                        QuantisationFile.of(sha256, tables).toJson());
                staging.publish();
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        requireModel(source);
        Map<Path, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(source)) {
            all.filter(Files::isRegularFile).forEach(file -> files.put(source.relativize(file), file));
        }
        OWN.forEach(name -> files.remove(Path.of(name)));
        for (Map.Entry<Path, Path> file : files.entrySet()) {
            Path copy = target.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            linkOrCopy(file.getValue(), copy);
        }
    }

    /** Links to the file itself where it is given by a symbolic link. */
    private static void linkOrCopy(Path file, Path copy) throws IOException {
        if (Files.size(file) < LEAST_LINKED_BYTES) {
            Files.copy(file, copy);
            return;
        }
        try {
            Files.createLink(copy, file.toRealPath());
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, copy);
        }
    }

    private static OutputException failed(Path folder, IOException cause) {
        return new OutputException(
                new Problem(
                        "writing a quantised model to " + folder,
                        cause.toString(),
                        "a folder that can be written to",
                        "Check its rights and the free space."),
                cause);
    }
}
