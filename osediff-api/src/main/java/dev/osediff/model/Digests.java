package dev.osediff.model;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** SHA-256 of files. */
final class Digests {
    private Digests() {}

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Returns the SHA-256 of a file. */
    static String sha256(Path file) {
        try {
            return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
        } catch (IOException e) {
            throw new ModelException(
                    new Problem(
                            "reading " + file,
                            e.toString(),
                            "a file that can be read",
                            "Check the path and its rights."),
                    e);
        }
    }

    /** Returns one digest for several files: that of their sorted "name digest" lines. */
    static String ofFiles(Map<String, String> sha256ByName) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(sha256ByName)
                .forEach((name, sha256) ->
                        lines.append(name).append(' ').append(sha256).append('\n'));
        return ofText(lines.toString());
    }

    /** Returns the SHA-256 of a text in UTF-8. */
    static String ofText(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static void require(byte[] content, long bytes, String sha256, String origin) {
        require(content.length, () -> sha256(content), bytes, sha256, origin);
    }

    /** Throws unless length and digest are as stated; the digest is computed only if the length is right. */
    static void require(long foundBytes, Supplier<String> digest, long bytes, String sha256, String origin) {
        if (foundBytes != bytes) {
            throw damaged(origin, foundBytes + " bytes", bytes + " bytes");
        }
        String found = digest.get();
        if (!found.equals(sha256)) {
            throw damaged(origin, "SHA-256 " + found, "SHA-256 " + sha256);
        }
    }

    private static ModelException damaged(String origin, String found, String limit) {
        return new ModelException(new Problem(
                "weights " + origin,
                found,
                limit + " as the manifest says",
                "The file is damaged or was exchanged; copy it again from its source."));
    }
}
