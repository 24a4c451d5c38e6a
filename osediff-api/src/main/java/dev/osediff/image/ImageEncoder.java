package dev.osediff.image;

import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes one image with the JDK's writer of its format. */
final class ImageEncoder {
    private ImageEncoder() {}

    /** Writes a new file. */
    static void encode(EncodableImage image, Path file, OutputFormat format, WriteOptions options) throws IOException {
        if (file.getFileSystem() == FileSystems.getDefault()) {
            try (ImageOutputStream out = new FileImageOutputStream(file.toFile())) {
                encode(image, out, format, options);
            }
            return;
        }
        try (OutputStream stream = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            encode(image, stream, format, options);
        }
    }

    /** Writes to a stream and leaves it open. */
    static void encode(EncodableImage image, OutputStream stream, OutputFormat format, WriteOptions options)
            throws IOException {
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(stream)) {
            encode(image, out, format, options);
        }
        stream.flush();
    }

    private static void encode(EncodableImage image, ImageOutputStream out, OutputFormat format, WriteOptions options)
            throws IOException {
        ImageTypeSpecifier type = ImageTypeSpecifier.createFromRenderedImage(image.image());
        Iterator<ImageWriter> writers = ImageIO.getImageWriters(type, format.imageIoName());
        if (!writers.hasNext()) {
            throw new OutputException(new Problem(
                    "picture to be written as " + format,
                    "no encoder for " + image.image().getColorModel(),
                    "an encoder of the JDK",
                    "Write PNG, or run on a JDK with the full java.desktop module."));
        }
        ImageWriter writer = writers.next();
        try {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (format == OutputFormat.JPEG) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(options.jpegQuality() / 100f);
            } else if (format == OutputFormat.TIFF) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionType("ZLib");
            }
            IIOMetadata metadata = writer.getDefaultImageMetadata(type, param);
            EncoderMetadata.edit(metadata, format, image.iccProfile());
            writer.setOutput(out);
            writer.write(null, new IIOImage(image.image(), null, metadata), param);
            out.flush();
        } finally {
            writer.dispose();
        }
    }
}
