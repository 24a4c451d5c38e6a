package dev.osediff.ort.backend;

import dev.osediff.checkpoint.HalfFloats;
import dev.osediff.network.Tensor;
import dev.osediff.ort.onnx.ElementType;
import dev.osediff.ort.writer.Place;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Little-endian tensors one after the other in a file: large ones at multiples of 64 KiB, so that an engine on any
 * platform can map them. Written by one thread; reading is thread-safe.
 */
final class ParameterFile {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int LARGE_BYTES = 1 << 16;
    private static final int ALIGNMENT = 64;

    /** One for each thread: a direct buffer that is dropped stays until the garbage collector finds it. */
    private static final ThreadLocal<ByteBuffer> BUFFERS = ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN));

    private final Path path;
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private long end;

    /** Describes a file that is empty or not there. */
    ParameterFile(Path path) {
        this.path = path;
    }

    /** Returns where a tensor of a name will lie, the next one in the file if it is new. */
    Place place(String name, ElementType type, int... shape) {
        Long known = offsets.get(name);
        if (known == null) {
            long bytes = type.bytes() * Tensor.elements(shape);
            int alignment = bytes >= LARGE_BYTES ? LARGE_BYTES : ALIGNMENT;
            known = (end + alignment - 1) / alignment * alignment;
            offsets.put(name, known);
            end = known + bytes;
        }
        return new Place(path.getFileName().toString(), known);
    }

    boolean has(String name) {
        return offsets.containsKey(name);
    }

    /** Writes to a file in the order of places, with one buffer. */
    Output open() throws IOException {
        return new Output(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    /** An open file. */
    final class Output implements AutoCloseable {
        private final FileChannel channel;
        private final ByteBuffer buffer = BUFFERS.get();

        private Output(FileChannel channel) {
            this.channel = channel;
        }

        /** Writes a tensor to its place. */
        void write(String name, ElementType type, Tensor tensor) throws IOException {
            Place place = place(name, type, tensor.shape());
            channel.position(place.offset());
            float[] values = tensor.data();
            for (int from = 0; from < values.length; from += BUFFER_BYTES / Float.BYTES) {
                int count = Math.min(BUFFER_BYTES / Float.BYTES, values.length - from);
                buffer.clear();
                put(values, from, count, type);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        }

        private void put(float[] values, int from, int count, ElementType type) {
            switch (type) {
                case FLOAT -> {
                    buffer.asFloatBuffer().put(values, from, count);
                    buffer.limit(count * Float.BYTES);
                }
                case FLOAT16 -> {
                    for (int i = 0; i < count; i++) {
                        buffer.putShort(HalfFloats.toFp16(values[from + i]));
                    }
                    buffer.flip();
                }
                case INT8 -> {
                    for (int i = 0; i < count; i++) {
                        buffer.put((byte) values[from + i]);
                    }
                    buffer.flip();
                }
                case INT32 -> {
                    for (int i = 0; i < count; i++) {
                        buffer.putInt((int) values[from + i]);
                    }
                    buffer.flip();
                }
                default -> throw new IllegalArgumentException("no parameters of type " + type);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static void get(ByteBuffer buffer, float[] values, int from, int count, ElementType type) {
        if (type == ElementType.FLOAT) {
            buffer.asFloatBuffer().get(values, from, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            values[from + i] = HalfFloats.fromFp16(buffer.getShort());
        }
    }

    /** Reads a tensor of float32 or half precision that has been written. */
    Tensor read(String name, ElementType type, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        ByteBuffer buffer = BUFFERS.get();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.position(offsets.get(name));
            float[] values = tensor.data();
            for (int from = 0; from < values.length; from += BUFFER_BYTES / Float.BYTES) {
                int count = Math.min(BUFFER_BYTES / Float.BYTES, values.length - from);
                buffer.clear().limit(count * type.bytes());
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer) < 0) {
                        throw new EOFException(path + " ends within " + name);
                    }
                }
                get(buffer.flip(), values, from, count, type);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tensor;
    }
}
