package dev.osediff.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Picture files in memory, whole or wrong on purpose. */
final class EncodedFiles {
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

    private EncodedFiles() {}

    /** Returns an opaque RGB picture of noise. */
    static BufferedImage noise(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Layouts.fillWithNoise(image);
        return image;
    }

    /** Encodes with the JDK's own writer. */
    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no " + format + " encoder for " + image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] png(byte[]... chunks) {
        return join(PNG_SIGNATURE, join(chunks));
    }

    /** Returns a PNG chunk with its checksum. */
    static byte[] chunk(String type, byte[] body) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(body);
        return ByteBuffer.allocate(12 + body.length)
                .putInt(body.length)
                .put(name)
                .put(body)
                .putInt((int) checksum.getValue())
                .array();
    }

    static byte[] pngHeader(int width, int height, int depth, int colorType) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) depth)
                        .put((byte) colorType)
                        .array());
    }

    /** Puts a chunk behind a PNG file's header. */
    static byte[] withChunk(byte[] png, byte[] chunk) {
        return insert(png, PNG_SIGNATURE.length + 25, chunk);
    }

    /** Puts a segment behind a JPEG file's start marker. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] body) {
        ByteBuffer segment = ByteBuffer.allocate(4 + body.length)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (2 + body.length))
                .put(body);
        return insert(jpeg, 2, segment.array());
    }

    static byte[] insert(byte[] file, int at, byte[] what) {
        return join(Arrays.copyOf(file, at), what, Arrays.copyOfRange(file, at, file.length));
    }

    static byte[] deflate(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a 1 x 1 file of a format whose header claims another size. */
    static byte[] claiming(String format, int width, int height) {
        byte[] file = encode(noise(1, 1), format);
        ByteBuffer little = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer big = ByteBuffer.wrap(file);
        switch (format) {
            case "png" -> {
                return png(
                        pngHeader(width, height, 8, 2),
                        chunk("IDAT", deflate(new byte[4])),
                        chunk("IEND", new byte[0]));
            }
            case "bmp" ->
                little.putInt(2, Integer.MAX_VALUE)
                        .putInt(18, width)
                        .putInt(22, height)
                        .putInt(34, 0);
            case "gif" -> {
                int frame = indexOf(file, 0x2c, 0, 0, 0, 0);
                little.putShort(6, (short) width).putShort(8, (short) height);
                little.putShort(frame + 5, (short) width).putShort(frame + 7, (short) height);
            }
            case "jpg" -> {
                int frame = indexOf(file, 0xff, 0xc0);
                big.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
            }
            case "tif" -> {
                putTiffLong(file, 256, width);
                putTiffLong(file, 257, height);
            }
            default -> throw new IllegalArgumentException(format);
        }
        return file;
    }

    /** Makes a 32-bit value of an entry of the only directory of a TIFF file. */
    static void putTiffLong(byte[] tiff, int tag, int value) {
        ByteBuffer entry = tiffEntry(tiff, tag);
        entry.putShort(2, (short) 4).putInt(4, 1).putInt(8, value);
    }

    /** Lets an entry claim another number of values. */
    static void putTiffCount(byte[] tiff, int tag, int count) {
        tiffEntry(tiff, tag).putInt(4, count);
    }

    private static ByteBuffer tiffEntry(byte[] tiff, int tag) {
        ByteOrder order = tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer file = ByteBuffer.wrap(tiff).order(order);
        int directory = file.getInt(4);
        for (int entry = 0; entry < file.getShort(directory); entry++) {
            int at = directory + 2 + 12 * entry;
            if (file.getShort(at) == tag) {
                return file.slice(at, 12).order(order);
            }
        }
        throw new IllegalArgumentException("no tag " + tag);
    }

    static int indexOf(byte[] file, int... pattern) {
        for (int at = 0; at + pattern.length <= file.length; at++) {
            int length = 0;
            while (length < pattern.length && (file[at + length] & 255) == pattern[length]) {
                length++;
            }
            if (length == pattern.length) {
                return at;
            }
        }
        throw new IllegalArgumentException("no " + Arrays.toString(pattern));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
