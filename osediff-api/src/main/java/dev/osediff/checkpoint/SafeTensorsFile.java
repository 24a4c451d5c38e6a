package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Set;

/**
 * A safetensors file, read tensor by tensor. Opening reads and checks the header only. Thread-safe. Close it to close
 * the file.
 */
public final class SafeTensorsFile implements TensorSource, AutoCloseable {
    private final String origin;
    private final Bytes bytes;
    private final long dataStart;
    private final SafeTensorsHeader header;

    /** Random access to bytes. */
    private interface Bytes extends AutoCloseable {
        ByteBuffer read(long from, int count) throws IOException;

        @Override
        void close() throws IOException;
    }

    private SafeTensorsFile(Bytes bytes, long size, String origin) throws IOException {
        this.origin = origin;
        this.bytes = bytes;
        if (size < SafeTensorsHeader.LENGTH_BYTES) {
            throw SafeTensorsHeader.failure(
                    origin, "the header's length", size + " bytes in all", "at least 8 bytes", null);
        }
        long headerBytes = bytes.read(0, SafeTensorsHeader.LENGTH_BYTES).getLong();
        long largest = Math.min(SafeTensorsHeader.LARGEST_HEADER_BYTES, size - SafeTensorsHeader.LENGTH_BYTES);
        if (headerBytes < 0 || headerBytes > largest) {
            throw SafeTensorsHeader.failure(
                    origin, "the header's length", Long.toUnsignedString(headerBytes), "at most " + largest, null);
        }
        byte[] json = new byte[(int) headerBytes];
        bytes.read(SafeTensorsHeader.LENGTH_BYTES, json.length).get(json);
        this.dataStart = SafeTensorsHeader.LENGTH_BYTES + headerBytes;
        this.header = new SafeTensorsHeader(json, size - dataStart, origin);
    }

    /**
     * Opens a file.
     *
     * @throws ModelException if it cannot be read or is not valid
     */
    public static SafeTensorsFile open(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return new SafeTensorsFile(new ChannelBytes(channel), channel.size(), path.toString());
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel, e);
            if (e instanceof ModelException known) {
                throw known;
            }
            throw unreadable(path.toString(), e);
        }
    }

    /**
     * Reads from memory.
     *
     * @param content a whole file; not copied and not to be changed
     * @param origin where it comes from, for messages
     * @throws ModelException if it is not valid
     */
    public static SafeTensorsFile of(byte[] content, String origin) {
        try {
            return new SafeTensorsFile(new ArrayBytes(content), content.length, origin);
        } catch (IOException e) {
            throw unreadable(origin, e);
        }
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(header.entries().keySet());
    }

    @Override
    public int[] shape(String name) {
        return entry(name).shape().clone();
    }

    /** Returns the element type that a tensor is stored in. */
    public DataType type(String name) {
        return entry(name).type();
    }

    /**
     * Reads a tensor and converts it to float32.
     *
     * @throws ModelException if it cannot be read
     */
    @Override
    public Tensor load(String name) {
        SafeTensorsHeader.Entry entry = entry(name);
        long size = entry.to() - entry.from();
        if (size > Integer.MAX_VALUE) {
            throw SafeTensorsHeader.failure(
                    origin, "tensor " + name, size + " bytes", "at most " + Integer.MAX_VALUE + " bytes", null);
        }
        float[] values = new float[(int) (size / entry.type().bytes())];
        try {
            entry.type().read(bytes.read(dataStart + entry.from(), (int) size), values);
        } catch (IOException e) {
            throw unreadable(origin, e);
        }
        return Tensor.of(values, entry.shape());
    }

    @Override
    public String origin() {
        return origin;
    }

    /** Closes the file; a second call does nothing. */
    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw unreadable(origin, e);
        }
    }

    private SafeTensorsHeader.Entry entry(String name) {
        SafeTensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no tensor " + name + " in " + origin);
        }
        return entry;
    }

    private static ModelException unreadable(String origin, Exception cause) {
        String found = cause instanceof NoSuchFileException ? "no such file" : String.valueOf(cause);
        return new ModelException(
                new Problem(
                        "reading " + origin, found, "a readable safetensors file", "Check the path and its rights."),
                cause);
    }

    private static void closeQuietly(FileChannel channel, Exception because) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }

    private record ChannelBytes(FileChannel channel) implements Bytes {
        @Override
        public ByteBuffer read(long from, int count) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, from + buffer.position()) < 0) {
                    throw new IOException("the file ended at byte " + (from + buffer.position()));
                }
            }
            return buffer.flip();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record ArrayBytes(byte[] content) implements Bytes {
        @Override
        public ByteBuffer read(long from, int count) {
            return ByteBuffer.wrap(content, (int) from, count).slice().order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void close() {}
    }
}
