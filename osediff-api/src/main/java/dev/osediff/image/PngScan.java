package dev.osediff.image;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import javax.imageio.stream.ImageInputStream;

/** Walks the chunks of a PNG file (ISO 15948, 5.3) for {@code eXIf} and {@code iCCP}, and to see whether it is whole. */
final class PngScan {
    private static final int EXIF = 0x65584966;
    private static final int ICC = 0x69434350;
    private static final int END = 0x49454e44;
    private static final int SIGNATURE_BYTES = 8;
    private static final int CHUNK_OVERHEAD_BYTES = 12;
    private static final int MAX_EXIF_BYTES = 1 << 20;
    private static final int MAX_ICC_BYTES = 1 << 22;

    private PngScan() {}

    static void scan(ImageInputStream in, EmbeddedInfo info) throws IOException {
        long position = SIGNATURE_BYTES;
        try {
            while (true) {
                in.seek(position);
                int length = in.readInt();
                int type = in.readInt();
                if (type == END) {
                    return;
                }
                if (length < 0 || !isChunkType(type)) {
                    info.isTruncated = true;
                    return;
                }
                if (type == EXIF && length <= MAX_EXIF_BYTES) {
                    byte[] body = new byte[length];
                    in.readFully(body);
                    info.readExif(body, 0);
                } else if (type == ICC && length <= MAX_ICC_BYTES) {
                    byte[] body = new byte[length];
                    in.readFully(body);
                    readProfile(body, info);
                } else if (type == EXIF || type == ICC) {
                    info.warnings.add("metadata of " + length + " bytes ignored, it is too large");
                }
                position += CHUNK_OVERHEAD_BYTES + (long) length;
            }
        } catch (EOFException e) {
            info.isTruncated = true;
        }
    }

    private static boolean isChunkType(int type) {
        for (int shift = 0; shift < 32; shift += 8) {
            int letter = type >>> shift & 0xdf;
            if (letter < 'A' || letter > 'Z') {
                return false;
            }
        }
        return true;
    }

    /** The body is a name, a zero byte, the compression method 0, and the deflated profile. */
    private static void readProfile(byte[] body, EmbeddedInfo info) {
        int start = 0;
        while (start < body.length && body[start] != 0) {
            start++;
        }
        start += 2;
        if (start >= body.length) {
            info.warnings.add("damaged colour profile ignored");
            return;
        }
        ByteArrayInputStream deflated = new ByteArrayInputStream(body, start, body.length - start);
        try (InputStream inflated = new InflaterInputStream(deflated)) {
            byte[] profile = inflated.readNBytes(MAX_ICC_BYTES + 1);
            if (profile.length > MAX_ICC_BYTES) {
                info.warnings.add("colour profile ignored, it inflates beyond " + MAX_ICC_BYTES + " bytes");
            } else {
                info.iccProfile = profile;
            }
        } catch (IOException e) {
            info.warnings.add("damaged colour profile ignored: " + e.getMessage());
        }
    }
}
