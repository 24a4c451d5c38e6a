package dev.osediff.checkpoint;

import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file, read tensor by tensor. Opening reads and checks the header only and maps the rest into memory; no
 * file handle stays open. Thread-safe. The mapping goes when the closed object is collected.
 */
public final class SafeTensorsFile implements CheckpointTensors {
    private static final String KIND = "safetensors file";

    private final String origin;
    private final CheckpointBytes bytes;
    private final long dataStart;
    private final SafeTensorsHeader header;

    private SafeTensorsFile(CheckpointBytes bytes, String origin) {
        this.origin = origin;
        this.bytes = bytes;
        Refusals refusals = Refusals.ofSafeTensors(origin);
        long size = bytes.size();
        if (size < SafeTensorsHeader.LENGTH_BYTES) {
            throw refusals.of("the header's length", size + " bytes in all", "at least 8 bytes");
        }
        long headerBytes = ByteBuffer.wrap(bytes.copy(0, SafeTensorsHeader.LENGTH_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        long largest = Math.min(SafeTensorsHeader.LARGEST_HEADER_BYTES, size - SafeTensorsHeader.LENGTH_BYTES);
        if (headerBytes < 0 || headerBytes > largest) {
            throw refusals.of("the header's length", Long.toUnsignedString(headerBytes), "at most " + largest);
        }
        byte[] json = bytes.copy(SafeTensorsHeader.LENGTH_BYTES, (int) headerBytes);
        this.dataStart = SafeTensorsHeader.LENGTH_BYTES + headerBytes;
        this.header = new SafeTensorsHeader(json, size - dataStart, refusals);
    }

    /**
     * Opens a file. One outside the default file system is read into memory at once.
     *
     * @throws ModelException if it is no regular file, cannot be read or is not valid
     */
    public static SafeTensorsFile open(Path path) {
        return new SafeTensorsFile(CheckpointFiles.open(path, KIND), path.toString());
    }

    /**
     * Reads from memory.
     *
     * @param content a whole file; not copied and not to be changed
     * @param origin where it comes from, for messages
     * @throws ModelException if it is not valid
     */
    public static SafeTensorsFile of(byte[] content, String origin) {
        return new SafeTensorsFile(CheckpointBytes.of(content, origin), origin);
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(header.entries().keySet());
    }

    @Override
    public int[] shape(String name) {
        return entry(name).shape().clone();
    }

    @Override
    public DataType type(String name) {
        return entry(name).type();
    }

    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /**
     * Reads a tensor and converts it to float32. A thread that is interrupted reads on and stays interrupted.
     *
     * @throws ModelException if it cannot be read or has more than 2,147,483,639 elements
     * @throws ClosedException after {@link #close()}
     */
    @Override
    public Tensor load(String name) {
        SafeTensorsHeader.Entry entry = entry(name);
        int elements = TensorReading.elements(name, origin, entry.shape());
        TensorReading.requireOpen(name, origin, bytes);
        ElementRun run = new ElementRun(bytes, dataStart + entry.from(), entry.type(), ByteOrder.LITTLE_ENDIAN);
        float[] values = bytes.read(() -> {
            float[] read = new float[elements];
            run.read(0, read, 0, elements);
            return read;
        });
        return Tensor.of(values, entry.shape());
    }

    /** Returns the number of bytes of the whole file. */
    public long size() {
        return bytes.size();
    }

    /** Returns the SHA-256 of the whole file, of the very bytes that tensors are read from, in lower-case hexadecimal digits. */
    public String sha256() {
        return bytes.sha256();
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public void close() {
        bytes.close();
    }

    private SafeTensorsHeader.Entry entry(String name) {
        SafeTensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw TensorReading.absent(name, origin);
        }
        return entry;
    }
}
