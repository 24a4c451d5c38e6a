package dev.osediff.pipeline;

import dev.osediff.backend.CacheDraft;
import dev.osediff.backend.CompileCache;
import dev.osediff.backend.Engine;
import dev.osediff.network.Tensor;
import dev.osediff.prompt.Tokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What prompts became, in files beside an engine's compiled networks: with a fixed prompt a later process reads neither text
 * encoder nor projections. At most {@value #MOST_FILES} of a model, those not used for longest go first. A file that is damaged is
 * made anew, and one that cannot be written costs the next start its time; both are logged. Thread-safe.
 */
final class ConditionFiles {
    static final int MOST_FILES = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ConditionFiles.class);

    /** To be raised when other values are computed of the same weights and tokens, or written otherwise. */
    private static final int VERSION = 1;

    private static final int DIGEST_BYTES = 32;
    private static final int MOST_BYTES = 1 << 28;
    private static final int MOST_AXES = 8;

    private final CompileCache place;
    private final String engine;

    private ConditionFiles(CompileCache place, String engine) {
        this.place = place;
        this.engine = engine;
    }

    /** Returns the files of an engine that has a cache. */
    static Optional<ConditionFiles> of(Engine engine) {
        return engine.spec().cache().map(place -> new ConditionFiles(place, engine.toString()));
    }

    /** Returns what was kept of a prompt, and notes that it was used. */
    Optional<Tensor> find(Tokens tokens) {
        Path file = file(tokens);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it has " + Files.size(file) + " bytes");
            }
            Tensor found = decode(Files.readAllBytes(file));
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(found);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("The cached prompt {} is made anew: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Keeps what a prompt became. */
    void keep(Tokens tokens, Tensor conditions) {
        Path file = file(tokens);
        try (CacheDraft draft = CacheDraft.open(place.folder())) {
            Path part = Files.write(draft.folder().resolve("prompt"), encode(conditions));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            removeOldest();
        } catch (IOException e) {
            LOG.warn("The prompt was not cached as {}: {}", file, e.toString());
        }
    }

    private void removeOldest() throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(place.folder())) {
            files = entries.filter(entry -> entry.getFileName().toString().startsWith(prefix()))
                    .sorted(Comparator.comparing(ConditionFiles::lastUse).reversed())
                    .toList();
        }
        for (Path file : files.subList(Math.min(MOST_FILES, files.size()), files.size())) {
            Files.deleteIfExists(file);
        }
    }

    private static FileTime lastUse(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            // Another process has removed it.
            return FileTime.fromMillis(0);
        }
    }

    private String prefix() {
        return "prompt-" + place.key() + "-";
    }

    private Path file(Tokens tokens) {
        String text = VERSION + "\n" + engine + "\n" + Arrays.toString(tokens.ids());
        byte[] hash = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return place.folder().resolve(prefix() + HexFormat.of().formatHex(hash, 0, DIGEST_BYTES / 2));
    }

    /** Digest, number of axes, axes, values. */
    private static byte[] encode(Tensor values) {
        int[] shape = values.shape();
        ByteBuffer bytes = ByteBuffer.allocate(
                DIGEST_BYTES + Integer.BYTES * (1 + shape.length) + Float.BYTES * values.data().length);
        bytes.position(DIGEST_BYTES);
        bytes.putInt(shape.length);
        for (int axis : shape) {
            bytes.putInt(axis);
        }
        bytes.asFloatBuffer().put(values.data());
        bytes.put(0, digest(bytes.array()));
        return bytes.array();
    }

    private static Tensor decode(byte[] file) throws IOException {
        if (file.length < DIGEST_BYTES + Integer.BYTES
                || !MessageDigest.isEqual(digest(file), Arrays.copyOf(file, DIGEST_BYTES))) {
            throw new IOException("it is damaged");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).position(DIGEST_BYTES);
        int axes = bytes.getInt();
        if (axes < 1 || axes > MOST_AXES || bytes.remaining() < Integer.BYTES * axes) {
            throw new IOException("it has " + axes + " axes");
        }
        int[] shape = new int[axes];
        for (int i = 0; i < axes; i++) {
            shape[i] = bytes.getInt();
        }
        float[] values = new float[bytes.remaining() / Float.BYTES];
        if (Tensor.elements(shape) != values.length) {
            throw new IOException("it has " + values.length + " values for shape " + Arrays.toString(shape));
        }
        bytes.asFloatBuffer().get(values);
        return Tensor.of(values, shape);
    }

    private static byte[] digest(byte[] file) {
        MessageDigest digest = sha256();
        digest.update(file, DIGEST_BYTES, file.length - DIGEST_BYTES);
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
