package dev.osediff.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Tells the files of {@code torch.save} from what else goes under the same names. */
final class TorchFormats {
    private static final int ZIP_SIGNATURE = 0x04034b50;
    private static final int TAR_MAGIC_AT = 257;
    private static final byte[] TAR_MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final int PICKLE_START = 0x80;
    private static final String SAVE_AGAIN =
            "Save it again in Python: torch.save(torch.load(\"old.pt\", map_location=\"cpu\", weights_only=True), \"new.pt\").";

    private TorchFormats() {}

    /** Tells whether a file is a zip archive or, as before PyTorch 1.6, starts with a pickle; refuses what is neither. */
    static boolean isZip(CheckpointBytes bytes, Refusals refusals) {
        if (bytes.size() < Integer.BYTES) {
            throw refusals.of("the file", bytes.size() + " bytes in all", "a zip archive of torch.save");
        }
        ByteBuffer start = ByteBuffer.wrap(bytes.copy(0, Integer.BYTES));
        if (Integer.reverseBytes(start.getInt(0)) == ZIP_SIGNATURE) {
            return true;
        }
        int end = TAR_MAGIC_AT + TAR_MAGIC.length;
        if (bytes.size() >= end
                && ByteBuffer.wrap(TAR_MAGIC).equals(ByteBuffer.wrap(bytes.copy(TAR_MAGIC_AT, TAR_MAGIC.length)))) {
            throw refusals.advising(SAVE_AGAIN)
                    .of("the file", "the tar format of PyTorch before 0.1.10", "a zip archive of torch.save");
        }
        if (Byte.toUnsignedInt(start.get(0)) == PICKLE_START) {
            return false;
        }
        throw refusals.of("the file", "neither zip nor pickle", "a zip archive of torch.save");
    }
}
