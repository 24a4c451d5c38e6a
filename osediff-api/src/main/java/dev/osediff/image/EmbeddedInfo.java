package dev.osediff.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What we read from a file beside its pixels, by our own bounded scan. Nothing found here can make a file unreadable:
 * damaged parts are left out with a warning.
 */
final class EmbeddedInfo {
    Orientation orientation = Orientation.UPRIGHT;
    /** An inflated ICC profile that the decoder itself would ignore, or null. */
    byte[] iccProfile;
    /** Whether the file ends before its format says so, as far as the scan can tell. */
    boolean isTruncated;

    final List<String> warnings = new ArrayList<>();

    private EmbeddedInfo() {}

    /** Scans from the start of the stream and leaves it there; {@code format} as in {@link ImageHeader}. */
    static EmbeddedInfo scan(ImageInputStream in, String format) throws IOException {
        EmbeddedInfo info = new EmbeddedInfo();
        switch (format) {
            case "jpeg" -> JpegScan.scan(in, info);
            case "png" -> PngScan.scan(in, info);
            case "tiff" -> info.readTiff(in);
            default -> {}
        }
        in.seek(0);
        return info;
    }

    /** Reads the orientation of an EXIF block, which is a small TIFF file. */
    void readExif(byte[] bytes, int offset) throws IOException {
        ByteArrayInputStream block = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
        try (ImageInputStream in = new MemoryCacheImageInputStream(block)) {
            readDirectory(in);
        }
    }

    private void readTiff(ImageInputStream in) {
        TiffDirectory first = readDirectory(in);
        if (first.hasNext()) {
            warnings.add("only the first page was read");
        }
    }

    private TiffDirectory readDirectory(ImageInputStream in) {
        try {
            TiffDirectory directory = TiffDirectory.read(in);
            int value = directory.orientation();
            if (Orientation.isValid(value)) {
                orientation = Orientation.of(value);
            } else if (value != TiffDirectory.ABSENT) {
                warnings.add("orientation " + value + " ignored, it is not 1 to 8");
            }
            return directory;
        } catch (IOException | RuntimeException e) {
            warnings.add("damaged EXIF ignored: " + e);
            return TiffDirectory.EMPTY;
        }
    }
}
