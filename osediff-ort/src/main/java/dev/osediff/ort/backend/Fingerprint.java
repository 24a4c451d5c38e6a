package dev.osediff.ort.backend;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A name for content: equal names mean equal content. */
final class Fingerprint {
    private static final int BYTES = 16;

    private Fingerprint() {}

    /** Returns the name of some texts. */
    static String of(String... texts) {
        return of(String.join("\n", texts).getBytes(StandardCharsets.UTF_8));
    }

    static String of(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(content), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
