package dev.osediff.ort.backend;

import dev.osediff.backend.CacheDraft;
import dev.osediff.backend.CompileCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Optimised graphs with their weights, as the engine saved them, in one folder each: {@code KEY-ENTRY/model.onnx}, its
 * external data beside it, and a stamp. An entry is trusted if every byte is as the stamp says. Entries are made under another
 * name and moved into place, so that several processes may share a cache. Thread-safe.
 */
final class GraphCache {
    static final String MODEL = "model.onnx";
    static final String DATA = "model.onnx.data";

    private static final Logger LOG = LoggerFactory.getLogger(GraphCache.class);

    private final CompileCache place;

    GraphCache(CompileCache place) {
        this.place = place;
    }

    /** Tells whether there is any entry under the cache's key, sound or not. */
    boolean hasEntries() {
        String prefix = place.key() + "-";
        if (!Files.isDirectory(place.folder())) {
            return false;
        }
        try (Stream<Path> entries = Files.list(place.folder())) {
            return entries.anyMatch(entry -> entry.getFileName().toString().startsWith(prefix));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the graph of a sound entry; removes one that is not, with a warning. */
    Optional<Path> find(String entry) {
        Path folder = folder(entry);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<String> fault = FolderStamp.fault(folder);
        if (fault.isPresent()) {
            discard(entry, fault.get());
            return Optional.empty();
        }
        return Optional.of(folder.resolve(MODEL));
    }

    /** Returns the graph of an entry that {@link #make} has just made; empty if it could not be kept. */
    Optional<Path> made(String entry) {
        Path graph = folder(entry).resolve(MODEL);
        return Files.isRegularFile(graph) ? Optional.of(graph) : Optional.empty();
    }

    /** Removes an entry. */
    void discard(String entry, String reason) {
        Path folder = folder(entry);
        LOG.warn("The cached network {} is made anew: {}", folder, reason);
        try {
            Folders.remove(folder);
        } catch (IOException e) {
            LOG.warn("The cached network {} could not be removed: {}", folder, e.toString());
        }
    }

    /**
     * Makes an entry. A cache that cannot be written costs the next start its time, and no more: it is reported.
     *
     * @param maker fills a folder and returns what it has made of it
     */
    <T> T make(String entry, Function<Path, T> maker) {
        CacheDraft draft;
        try {
            draft = CacheDraft.open(place.folder());
        } catch (IOException e) {
            throw OrtFailures.ofFiles("an entry in the cache " + place.folder(), e);
        }
        try {
            T made = maker.apply(draft.folder());
            keep(draft.folder(), folder(entry));
            return made;
        } finally {
            try {
                draft.close();
            } catch (IOException e) {
                LOG.warn("The draft {} could not be removed: {}", draft.folder(), e.toString());
            }
        }
    }

    private static void keep(Path draft, Path folder) {
        try {
            FolderStamp.write(draft);
            if (Files.isDirectory(folder)) {
                return;
            }
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            // Another process may have been faster; an entry of the same name has the same content.
            if (!Files.isDirectory(folder)) {
                LOG.warn("The network was not cached as {}: {}", folder, e.toString());
            }
        }
    }

    private Path folder(String entry) {
        return place.folder().resolve(place.key() + "-" + entry);
    }
}
