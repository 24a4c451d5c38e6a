package dev.osediff.image;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads and writes picture files with the JDK's codecs and any ImageIO plug-in on the class path. The format is told by
 * content; sizes are checked from the header before anything is decoded; EXIF orientation is applied; RGB colour
 * profiles are kept; a GIF gives its first frame, a TIFF its first page. Makes no temporary files but the output's own,
 * needs no display and depends on no locale. Stateless and thread-safe.
 */
public final class ImageFiles {
    private ImageFiles() {}

    /** Reads a file with {@link ReadOptions#DEFAULT}. */
    public static LoadedImage read(Path path) {
        return read(path, ReadOptions.DEFAULT);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidImageException if it is absent, no regular file, unreadable, empty, of an unknown format, damaged or truncated
     * @throws dev.osediff.error.ImageTooLargeException if its header or its length exceeds a limit; nothing was decoded
     * @throws dev.osediff.error.MemoryBudgetException if the heap does not hold the picture
     */
    public static LoadedImage read(Path path, ReadOptions options) {
        require(options, "read options");
        try (ImageInputStream in = open(path, options.limits())) {
            return ImageDecoder.decode(in, path.toString(), options);
        } catch (IOException e) {
            throw Failures.ofReading(String.valueOf(path), e);
        }
    }

    /** Reads a stream with {@link ReadOptions#DEFAULT}. */
    public static LoadedImage read(InputStream stream) {
        return read(stream, ReadOptions.DEFAULT);
    }

    /**
     * Reads one picture from a stream, keeping its bytes in memory. The stream is not closed; how many bytes beyond the
     * picture were taken from it is not defined.
     *
     * @throws dev.osediff.error.OsediffException as {@link #read(Path, ReadOptions)}; an exception of the stream is its cause
     */
    public static LoadedImage read(InputStream stream, ReadOptions options) {
        require(stream, "input stream");
        require(options, "read options");
        String asked = "picture from a stream";
        BoundedInputStream bounded =
                new BoundedInputStream(stream, options.limits().maxFileBytes());
        try (ImageInputStream in = new MemoryCacheImageInputStream(bounded)) {
            return ImageDecoder.decode(in, asked, options);
        } catch (IOException | InvalidImageException e) {
            if (bounded.isExceeded()) {
                throw options.limits().tooManyBytes(asked, "more bytes");
            }
            if (bounded.failure() != null) {
                throw Failures.ofReading(asked, bounded.failure());
            }
            throw e instanceof InvalidImageException known ? known : Failures.ofReading(asked, e);
        }
    }

    /**
     * Reads only the header; no size limit but the file's length applies.
     *
     * @throws InvalidImageException as {@link #read(Path, ReadOptions)}
     */
    public static ImageHeader probe(Path path) {
        try (ImageInputStream in = open(path, ImageLimits.DEFAULT)) {
            return ImageDecoder.readHeader(in, path.toString());
        } catch (IOException e) {
            throw Failures.ofReading(String.valueOf(path), e);
        }
    }

    /** Writes a file with {@link WriteOptions#DEFAULT}. */
    public static List<String> write(BufferedImage image, Path path) {
        return write(image, path, WriteOptions.DEFAULT);
    }

    /**
     * Writes a picture to a temporary name in the target's folder and moves it over the target, in one step where the file system can. A
     * failure leaves the target as it was and no temporary file. A link stays and what it points to is replaced. What the format cannot
     * hold is reduced and reported: alpha is laid on white, 16 bits become 8, a wide colour space becomes sRGB.
     *
     * @return warnings in English, possibly empty
     * @throws InvalidOptionException if no format is set and the extension names none
     * @throws InvalidImageException if the image is null or cannot be converted
     * @throws dev.osediff.error.OutputException if it cannot be written
     */
    public static List<String> write(BufferedImage image, Path path, WriteOptions options) {
        require(path, "output path");
        require(options, "write options");
        OutputFormat format = options.format().orElseGet(() -> OutputFormat.ofExtension(path));
        EncodableImage encodable = EncodableImage.of(image, format);
        FileReplacement.replace(path, temporary -> ImageEncoder.encode(encodable, temporary, format, options));
        return encodable.warnings();
    }

    /**
     * Writes a picture to a stream, which is flushed and not closed.
     *
     * @param options with a format set
     * @return warnings in English, possibly empty
     * @throws dev.osediff.error.OsediffException as {@link #write(BufferedImage, Path, WriteOptions)}
     */
    public static List<String> write(BufferedImage image, OutputStream stream, WriteOptions options) {
        require(stream, "output stream");
        require(options, "write options");
        OutputFormat format = options.format()
                .orElseThrow(() -> new InvalidOptionException(new Problem(
                        "output stream",
                        "no format",
                        "PNG, JPEG, TIFF or BMP",
                        "Set it with WriteOptions.withFormat.")));
        EncodableImage encodable = EncodableImage.of(image, format);
        try {
            ImageEncoder.encode(encodable, stream, format, options);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw Failures.ofWriting("output stream", e);
        }
        return encodable.warnings();
    }

    private static ImageInputStream open(Path path, ImageLimits limits) throws IOException {
        require(path, "input path");
        String asked = path.toString();
        if (!Files.isRegularFile(path)) {
            String found = Files.isDirectory(path) ? "a folder" : Files.exists(path) ? "a device or pipe" : "nothing";
            throw new InvalidImageException(
                    new Problem(asked, found, "a regular file", "Give the path of a picture file."));
        }
        long bytes = Files.size(path);
        if (bytes == 0) {
            throw new InvalidImageException(
                    new Problem(asked, "an empty file", "at least 1 byte", "Fetch the file again."));
        }
        limits.checkBytes(asked, bytes);
        if (path.getFileSystem() == FileSystems.getDefault()) {
            return new FileImageInputStream(path.toFile());
        }
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(Files.readAllBytes(path)));
    }

    private static void require(Object value, String name) {
        if (value == null) {
            throw new InvalidOptionException(new Problem(name, "null", "a value", "Give one."));
        }
    }
}
