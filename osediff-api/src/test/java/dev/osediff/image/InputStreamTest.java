package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.error.ImageTooLargeException;
import dev.osediff.error.InvalidImageException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.OsediffException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are slow, short, endless or broken. */
class InputStreamTest {
    /** Gives one byte at a time, then fails or ends; remembers whether it was closed. */
    private static final class Trickle extends InputStream {
        private final byte[] content;
        private final IOException failure;
        private int at;
        private boolean isClosed;

        Trickle(byte[] content, IOException failure) {
            this.content = content;
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            if (at < content.length) {
                return content[at++] & 255;
            }
            if (failure != null) {
                throw failure;
            }
            return -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int value = length == 0 ? 0 : read();
            if (value < 0 || length == 0) {
                return value;
            }
            bytes[offset] = (byte) value;
            return 1;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tif"})
    void aStreamOfSingleBytesIsReadAndLeftOpen(String format) {
        byte[] file = EncodedFiles.encode(EncodedFiles.noise(21, 13), format);
        Trickle stream = new Trickle(file, null);
        BufferedImage slow = ImageFiles.read(stream).image();
        BufferedImage fast = ImageFiles.read(new ByteArrayInputStream(file)).image();
        assertFalse(stream.isClosed);
        assertArrayEquals(fast.getRGB(0, 0, 21, 13, null, 0, 21), slow.getRGB(0, 0, 21, 13, null, 0, 21));
    }

    /** A failure is reported as what it is, not as a damaged picture or an unknown format. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tif"})
    void theFailureOfAStreamIsTheCause(String format) {
        byte[] file = EncodedFiles.encode(EncodedFiles.noise(21, 13), format);
        for (int length : new int[] {0, 1, 5, file.length / 2, file.length - 20}) {
            IOException failure = new IOException("connection reset");
            Trickle stream = new Trickle(Arrays.copyOf(file, length), failure);
            OsediffException refused = assertThrows(OsediffException.class, () -> ImageFiles.read(stream));
            assertSame(failure, refused.getCause(), refused.getMessage());
            assertFalse(stream.isClosed);
        }
    }

    @Test
    void anEndlessStreamIsRefusedAtTheLimit() {
        byte[] png = EncodedFiles.encode(EncodedFiles.noise(21, 13), "png");
        byte[] start = EncodedFiles.join(Arrays.copyOf(png, 33), new byte[] {0x7f, 0, 0, 0, 't', 'E', 'X', 't'});
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                return at < start.length ? start[at++] & 255 : 'x';
            }
        };
        ReadOptions options = ReadOptions.DEFAULT.withLimits(new ImageLimits(1000, 1000, 100_000));
        assertThrows(ImageTooLargeException.class, () -> ImageFiles.read(endless, options));
    }

    @Test
    void anEmptyStreamAndNullAreRefused() {
        assertThrows(InvalidImageException.class, () -> ImageFiles.read(InputStream.nullInputStream()));
        assertThrows(InvalidOptionException.class, () -> ImageFiles.read((InputStream) null));
        assertThrows(InvalidOptionException.class, () -> ImageFiles.read(InputStream.nullInputStream(), null));
        InvalidOptionException limits = assertThrows(InvalidOptionException.class, () -> new ImageLimits(0, 1, 1));
        assertEquals("0 pixels, side 1, 1 bytes", limits.problem().found());
        assertThrows(InvalidOptionException.class, () -> new ImageLimits(1, -1, 1));
        assertThrows(InvalidOptionException.class, () -> new ImageLimits(1, 1, 0));
    }
}
