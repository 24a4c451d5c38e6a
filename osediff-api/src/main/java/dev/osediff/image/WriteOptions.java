package dev.osediff.image;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.Objects;
import java.util.Optional;

/**
 * How files are written.
 *
 * @param format empty: by the file's extension
 * @param jpegQuality 1 to 100; other formats ignore it
 */
public record WriteOptions(Optional<OutputFormat> format, int jpegQuality) {
    /** Format by extension, JPEG quality 95. */
    public static final WriteOptions DEFAULT = new WriteOptions(Optional.empty(), 95);

    /** Refuses null and a quality outside 1 to 100. */
    public WriteOptions {
        Objects.requireNonNull(format, "format");
        if (jpegQuality < 1 || jpegQuality > 100) {
            throw new InvalidOptionException(new Problem(
                    "JPEG quality", String.valueOf(jpegQuality), "1 to 100", "Use 95 unless small files matter more."));
        }
    }

    /** Returns the same options with a fixed format. */
    public WriteOptions withFormat(OutputFormat newFormat) {
        return new WriteOptions(Optional.of(newFormat), jpegQuality);
    }

    /** Returns the same options with another JPEG quality. */
    public WriteOptions withJpegQuality(int newJpegQuality) {
        return new WriteOptions(format, newJpegQuality);
    }
}
