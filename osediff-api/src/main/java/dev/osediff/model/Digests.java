package dev.osediff.model;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

    static void require(byte[] content, long bytes, String sha256, String origin) {
        if (content.length != bytes) {
            throw damaged(origin, content.length + " bytes", bytes + " bytes");
        }
        String found = sha256(content);
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
