package dev.osediff.model;

import dev.osediff.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SHA-256 of files that were read whole before, so that gigabytes are not read again at each start. A file counts as the same
 * if path, length, time of change and, where the file system has one, its number are the same; any difference, or a damaged
 * note, only means that it is read again. Thread-safe.
 */
public final class KnownDigests {
    /** Knows nothing and notes nothing. */
    public static final KnownDigests NONE = new KnownDigests(null, Map.of());

    /** The note's name in its folder. */
    static final String FILE = "digests.json";

    private static final Logger LOG = LoggerFactory.getLogger(KnownDigests.class);

    private final Path folder;
    private final Map<String, Note> notes;

    /**
     * What was seen of a file.
     *
     * @param stamp length, time and number
     * @param sha256 64 lower-case hexadecimal digits
     */
    record Note(String stamp, String sha256) {}

    /** The whole file. */
    record Notes(Map<String, Note> files) {}

    private KnownDigests(Path folder, Map<String, Note> notes) {
        this.folder = folder;
        this.notes = new ConcurrentHashMap<>(notes);
    }

    /** Returns what a folder's note says; nothing where there is none. What is learnt is noted only if the folder exists. */
    public static KnownDigests in(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return new KnownDigests(folder, Map.of());
        }
        try {
            return new KnownDigests(
                    folder,
                    ManifestJson.read(Files.readAllBytes(file), Notes.class, file.toString())
                            .files());
        } catch (IOException | ModelException e) {
            LOG.info("The digests noted in {} cannot be read ({}); files are read again.", file, e.getMessage());
            return new KnownDigests(folder, Map.of());
        }
    }

    /** Returns the SHA-256 of a file, from the note if the file is the same, else by reading it. */
    String sha256(Path file, Supplier<String> reading) {
        String name = file.toAbsolutePath().normalize().toString();
        String stamp = stamp(file);
        Note known = notes.get(name);
        if (known != null && !stamp.isEmpty() && known.stamp().equals(stamp)) {
            return known.sha256();
        }
        String sha256 = reading.get();
        notes.put(name, new Note(stamp, sha256));
        return sha256;
    }

    /** Writes what was learnt, where there is a place for it; a failure costs time at the next start and nothing else. */
    void save() {
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        try {
            FileReplacement.write(folder.resolve(FILE), ManifestJson.write(new Notes(new TreeMap<>(notes))));
        } catch (IOException e) {
            LOG.info("Digests cannot be noted in {}: {}", folder, e.toString());
        }
    }

    /** Returns an empty text where nothing can be told. */
    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "";
        }
    }
}
