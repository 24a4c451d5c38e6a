package dev.osediff.checkpoint;

/**
 * A file that was written, as a manifest wants it.
 *
 * @param bytes its length
 * @param sha256 SHA-256 of all its bytes, 64 lower-case hexadecimal digits
 */
public record WrittenFile(long bytes, String sha256) {}
