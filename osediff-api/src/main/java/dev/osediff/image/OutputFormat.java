package dev.osediff.image;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** File formats that are written. */
public enum OutputFormat {
    /** Lossless, 8 or 16 bits, alpha, colour profile. */
    PNG(List.of("png"), true, true, true),
    /** Lossy, 8 bits, no alpha, colour profile; full chroma resolution. */
    JPEG(List.of("jpg", "jpeg"), false, false, true),
    /** Lossless (ZLib), 8 or 16 bits, alpha, colour profile. */
    TIFF(List.of("tif", "tiff"), true, true, true),
    /** Uncompressed, 8 bits, no alpha, no colour profile. */
    BMP(List.of("bmp"), false, false, false);

    private static final String KNOWN = ".png, .jpg, .jpeg, .tif, .tiff or .bmp";

    private final List<String> extensions;
    private final boolean hasAlpha;
    private final boolean isDeep;
    private final boolean hasProfile;

    OutputFormat(List<String> extensions, boolean hasAlpha, boolean isDeep, boolean hasProfile) {
        this.extensions = extensions;
        this.hasAlpha = hasAlpha;
        this.isDeep = isDeep;
        this.hasProfile = hasProfile;
    }

    /**
     * Returns the format that a file's extension names, in either case.
     *
     * @throws InvalidOptionException if it names none; the message lists those known
     */
    public static OutputFormat ofExtension(Path path) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        for (OutputFormat format : values()) {
            if (format.extensions.contains(extension)) {
                return format;
            }
        }
        throw new InvalidOptionException(new Problem(
                "output file " + path,
                extension.isEmpty() ? "no extension" : "extension ." + extension,
                KNOWN,
                "Rename the output, or set a format (WriteOptions; --format)."));
    }

    /** Returns the name under which ImageIO knows it. */
    String imageIoName() {
        return extensions.get(extensions.size() - 1);
    }

    /** Tells whether it stores alpha. */
    public boolean hasAlpha() {
        return hasAlpha;
    }

    /** Tells whether it stores 16 bits per sample. */
    public boolean isDeep() {
        return isDeep;
    }

    /** Tells whether it stores a colour profile. */
    public boolean hasProfile() {
        return hasProfile;
    }
}
