package dev.osediff.ort.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One message in protocol buffers' wire format, written field by field. Not thread-safe. */
final class Message {
    private final ByteString.Output bytes = ByteString.newOutput();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /** A write that cannot fail, because it goes to memory. */
    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private Message put(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return this;
    }

    Message integer(int field, long value) {
        return put(() -> out.writeInt64(field, value));
    }

    Message real(int field, float value) {
        return put(() -> out.writeFloat(field, value));
    }

    Message text(int field, String value) {
        return put(() -> out.writeString(field, value));
    }

    Message bytes(int field, byte[] value) {
        return put(() -> out.writeByteArray(field, value));
    }

    Message message(int field, Message value) {
        return put(() -> out.writeBytes(field, value.toBytes()));
    }

    ByteString toBytes() {
        put(out::flush);
        return bytes.toByteString();
    }
}
