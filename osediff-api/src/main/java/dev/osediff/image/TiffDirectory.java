package dev.osediff.image;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * The little we need of a TIFF file's first directory (TIFF 6.0, section 2). Reads that one directory and follows no
 * further offset, so no loop of offsets can hold it.
 *
 * @param orientation tag 274, {@link #ABSENT} if there is none
 * @param hasNext whether another directory follows
 */
record TiffDirectory(int orientation, boolean hasNext) {
    static final int ABSENT = -1;
    static final TiffDirectory EMPTY = new TiffDirectory(ABSENT, false);

    private static final int ORIENTATION_TAG = 274;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;

    /** Reads from the start of the stream; BigTIFF gives {@link #EMPTY}. */
    static TiffDirectory read(ImageInputStream in) throws IOException {
        try {
            in.seek(0);
            int mark = in.readUnsignedShort();
            if (mark != 0x4949 && mark != 0x4d4d) {
                throw new IOException("no byte order mark");
            }
            in.setByteOrder(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            if (in.readUnsignedShort() != 42) {
                return EMPTY;
            }
            long offset = in.readUnsignedInt();
            in.seek(offset);
            int entries = in.readUnsignedShort();
            int orientation = ABSENT;
            for (int entry = 0; entry < entries; entry++) {
                in.seek(offset + 2 + (long) ENTRY_BYTES * entry);
                if (in.readUnsignedShort() == ORIENTATION_TAG && in.readUnsignedShort() == SHORT) {
                    in.readInt();
                    orientation = in.readUnsignedShort();
                    break;
                }
            }
            return new TiffDirectory(orientation, hasNext(in, offset + 2 + (long) ENTRY_BYTES * entries));
        } finally {
            in.setByteOrder(ByteOrder.BIG_ENDIAN);
        }
    }

    /** A directory cut off behind its last entry counts as the last one: many EXIF writers leave the link out. */
    private static boolean hasNext(ImageInputStream in, long position) throws IOException {
        in.seek(position);
        byte[] link = new byte[4];
        int read = in.read(link);
        return read == 4 && (link[0] | link[1] | link[2] | link[3]) != 0;
    }
}
