package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A cursor over the bytes of a pickle. Lengths are compared with what is left before anything is allocated. */
final class PickleInput {
    private static final int LONGEST_LINE = 256;
    private static final int LONGEST_INTEGER = 8;

    private final byte[] bytes;
    private final ByteBuffer view;
    private final Refusals refusals;
    private int opcodeAt;

    PickleInput(byte[] bytes, Refusals refusals) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.refusals = refusals;
    }

    /** Returns an error at the current opcode. */
    ModelException refused(String found, String limit) {
        return refusals.of("the pickle at offset " + opcodeAt, found, limit);
    }

    /** Reads the next opcode. */
    int opcode() {
        opcodeAt = view.position();
        return u8();
    }

    /** Returns the offset of what is read next. */
    int position() {
        return view.position();
    }

    int left() {
        return view.remaining();
    }

    /** Returns the offset of the current opcode. */
    int opcodeAt() {
        return opcodeAt;
    }

    int u8() {
        require(1);
        return Byte.toUnsignedInt(view.get());
    }

    int u16() {
        require(2);
        return Short.toUnsignedInt(view.getShort());
    }

    int i32() {
        require(4);
        return view.getInt();
    }

    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    long i64() {
        require(8);
        return view.getLong();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    /** Reads a little-endian two's complement integer. */
    long integer(long length) {
        if (length < 0 || length > LONGEST_INTEGER) {
            throw refused("an integer of " + length + " bytes", "at most " + LONGEST_INTEGER);
        }
        require(length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) u8() << 8 * i;
        }
        int unused = 64 - 8 * (int) length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    /** Reads bytes. */
    byte[] bytes(long length) {
        require(length);
        byte[] read = new byte[(int) length];
        view.get(read);
        return read;
    }

    /** Reads a text. */
    String utf8(long length) {
        require(length);
        int from = view.position();
        view.position(from + (int) length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, (int) length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("a text that is not UTF-8", "UTF-8");
        }
    }

    /** Reads a line of a module's or a class's name. */
    String line() {
        int from = view.position();
        int end = from;
        int last = Math.min(bytes.length, from + LONGEST_LINE);
        while (end < last && bytes[end] != '\n') {
            end++;
        }
        if (end == last) {
            throw refused("a name without an end", "a line of at most " + LONGEST_LINE + " bytes");
        }
        view.position(end + 1);
        return new String(Arrays.copyOfRange(bytes, from, end), StandardCharsets.UTF_8);
    }

    /** Refuses a length that goes beyond the end. */
    void require(long length) {
        if (length < 0 || length > view.remaining()) {
            throw refused(
                    "a value of " + Long.toUnsignedString(length) + " bytes",
                    "the " + view.remaining() + " bytes left");
        }
    }
}
