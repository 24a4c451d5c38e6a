package dev.osediff.djl.backend;

import com.google.common.base.Throwables;
import com.google.common.hash.Hashing;
import dev.osediff.backend.CacheDraft;
import dev.osediff.backend.CompileCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An archive in a cache's folder, whose name tells all that its content depends on. What is damaged is found by the
 * archive's own checksums, because PyTorch does not compare them.
 */
final class KeptArchive {
    private static final Logger LOG = LoggerFactory.getLogger(TorchScriptBackend.class);
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int DIGITS = 24;

    /** To be raised whenever equal descriptions begin to mean other bytes. */
    private static final int FORMAT = 1;

    private final Path file;

    /**
     * Finds the place; touches no file.
     *
     * @param description all that the content depends on but the weights, which the cache's key tells apart
     */
    KeptArchive(CompileCache cache, String description) {
        String digest = Hashing.sha256()
                .hashString(FORMAT + "\n" + description, StandardCharsets.UTF_8)
                .toString();
        file = cache.folder().resolve("torchscript-" + cache.key() + "-" + digest.substring(0, DIGITS) + ".pt");
    }

    Path file() {
        return file;
    }

    /** Tells whether it is there and whole; warns of one that is damaged. */
    boolean isWhole() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            LOG.warn("{} is no plain file and is made anew", file);
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    CRC32 crc = new CRC32();
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        crc.update(buffer, 0, read);
                    }
                    if (crc.getValue() != entry.getCrc()) {
                        LOG.warn("{} is damaged in {} and is made anew", file, entry.getName());
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} is damaged and is made anew: {}", file, e.toString());
            return false;
        }
    }

    /** Writes a whole file. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** Writes it under a temporary name and moves it to its place; warns and returns false if the folder does not take it. */
    boolean replace(Content content) {
        try (CacheDraft draft = CacheDraft.open(file.getParent())) {
            Path part = draft.folder().resolve(file.getFileName());
            content.writeTo(part);
            move(part);
            return true;
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so the next start makes it again: {}", file, e.toString());
            return false;
        }
    }

    private void move(Path part) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes a file that is of no use any more; one that cannot be deleted is named in a warning. */
    static void deleteQuietly(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn(
                    "{} could not be removed: {}",
                    file,
                    Throwables.getRootCause(e).toString());
        }
    }
}
