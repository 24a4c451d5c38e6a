package dev.osediff.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/** Walks the segments of a JPEG file up to its first scan (ITU T.81, B.1.1.4) for the EXIF block. */
final class JpegScan {
    private static final byte[] EXIF_NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;

    private JpegScan() {}

    static void scan(ImageInputStream in, EmbeddedInfo info) throws IOException {
        try {
            in.seek(2);
            while (true) {
                int marker = nextMarker(in);
                if (marker < 0xc0 || marker == START_OF_SCAN || marker == END_OF_IMAGE) {
                    return;
                }
                long start = in.getStreamPosition();
                int length = in.readUnsignedShort();
                if (marker == APP1 && length > 2 + EXIF_NAME.length) {
                    byte[] body = new byte[length - 2];
                    in.readFully(body);
                    if (Arrays.equals(body, 0, EXIF_NAME.length, EXIF_NAME, 0, EXIF_NAME.length)) {
                        info.readExif(body, EXIF_NAME.length);
                        return;
                    }
                }
                in.seek(start + Math.max(2, length));
            }
        } catch (EOFException e) {
            info.isTruncated = true;
        }
    }

    private static int nextMarker(ImageInputStream in) throws IOException {
        if (in.readUnsignedByte() != 0xff) {
            return -1;
        }
        int marker = in.readUnsignedByte();
        while (marker == 0xff) {
            marker = in.readUnsignedByte();
        }
        return marker;
    }
}
