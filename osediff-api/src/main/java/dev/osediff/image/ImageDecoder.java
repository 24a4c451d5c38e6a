package dev.osediff.image;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.OsediffException;
import dev.osediff.error.Problem;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** Decodes one picture from a stream: scan, header, limits, pixels, orientation, in this order. */
final class ImageDecoder {
    private static final int MAX_WARNINGS = 20;

    private ImageDecoder() {}

    static ImageHeader readHeader(ImageInputStream in, String asked) {
        return use(in, asked, (reader, format) -> {
            EmbeddedInfo info = EmbeddedInfo.scan(in, format);
            reader.setInput(in, true, true);
            return header(reader, format, info);
        });
    }

    static LoadedImage decode(ImageInputStream in, String asked, ReadOptions options) {
        return use(in, asked, (reader, format) -> {
            EmbeddedInfo info = EmbeddedInfo.scan(in, format);
            List<String> warnings = info.warnings;
            boolean isGif = format.equals("gif");
            reader.setInput(in, !isGif, true);
            reader.addIIOReadWarningListener((source, warning) -> {
                if (warnings.size() < MAX_WARNINGS && !warnings.contains(warning)) {
                    warnings.add(warning);
                }
            });
            ImageHeader header = header(reader, format, info);
            options.limits().check(asked, header.width(), header.height());
            BufferedImage stored = reader.read(0, ownColors(reader, format));
            refuseTruncated(asked, info, options);
            if (isGif && reader.getNumImages(true) > 1) {
                warnings.add("only the first frame was read");
            }
            stored = info.iccProfile != null
                    ? ProfileTag.attach(stored, info.iccProfile, warnings)
                    : ProfileTag.simplify(stored);
            return new LoadedImage(info.orientation.toUpright(stored), header, warnings);
        });
    }

    /** Left alone, the JDK's JPEG decoder converts a profile's colours to sRGB and clips those that lie outside. */
    private static ImageReadParam ownColors(ImageReader reader, String format) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        if (format.equals("jpeg")) {
            Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
            while (types.hasNext()) {
                ImageTypeSpecifier type = types.next();
                ColorSpace space = type.getColorModel().getColorSpace();
                if (space.getType() == ColorSpace.TYPE_RGB && !space.isCS_sRGB()) {
                    param.setDestinationType(type);
                }
            }
        }
        return param;
    }

    private static ImageHeader header(ImageReader reader, String format, EmbeddedInfo info) throws IOException {
        return new ImageHeader(format, reader.getWidth(0), reader.getHeight(0), info.orientation);
    }

    /** The JDK's JPEG decoder fills what is missing with grey and only warns, in English in every locale. */
    private static void refuseTruncated(String asked, EmbeddedInfo info, ReadOptions options) {
        String found = info.isTruncated ? "a file that ends early" : null;
        for (String warning : info.warnings) {
            String text = warning.toLowerCase(Locale.ROOT);
            if (text.contains("premature end") || text.contains("truncated")) {
                found = warning;
            }
        }
        if (found == null) {
            return;
        }
        if (!options.acceptsTruncated()) {
            throw new InvalidImageException(new Problem(
                    asked,
                    found,
                    "a whole file",
                    "Fetch the file again, or accept truncated files (ReadOptions; --accept-truncated)."));
        }
        if (!info.warnings.contains(found)) {
            info.warnings.add(found);
        }
    }

    private interface Work<R> {
        R run(ImageReader reader, String format) throws IOException;
    }

    private static <R> R use(ImageInputStream in, String asked, Work<R> work) {
        ImageReader reader = null;
        try {
            reader = findReader(in, asked);
            return work.run(reader, formatName(reader));
        } catch (OsediffException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw Failures.ofReading(asked, e);
        } finally {
            if (reader != null) {
                reader.dispose();
            }
        }
    }

    /** WBMP has no signature, so its reader would claim a file of zeros. */
    private static ImageReader findReader(ImageInputStream in, String asked) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (!formatName(reader).equals("wbmp")) {
                return reader;
            }
            reader.dispose();
        }
        throw new InvalidImageException(new Problem(
                asked,
                "content that no decoder knows",
                "PNG, JPEG, TIFF, BMP or GIF, or a format of an ImageIO plug-in on the class path",
                "Convert the picture, or add the plug-in."));
    }

    private static String formatName(ImageReader reader) throws IOException {
        String name = reader.getFormatName().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "jpg" -> "jpeg";
            case "tif" -> "tiff";
            default -> name;
        };
    }
}
