package dev.osediff.checkpoint;

import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;

/**
 * A safetensors file, read tensor by tensor. Opening reads and checks the header only. Thread-safe. Close it to close
 * the file.
 */
public final class SafeTensorsFile implements TensorSource, AutoCloseable {
    /** Tensors are read in pieces, so that a large one is not held twice. */
    private static final int PIECE_BYTES = 1 << 18;

    private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private final String origin;
    private final CheckpointBytes bytes;
    private final long dataStart;
    private final SafeTensorsHeader header;
    private volatile boolean isClosed;

    private SafeTensorsFile(CheckpointBytes bytes, String origin) throws IOException {
        this.origin = origin;
        this.bytes = bytes;
        long size = bytes.size();
        if (size < SafeTensorsHeader.LENGTH_BYTES) {
            throw SafeTensorsHeader.failure(
                    origin, "the header's length", size + " bytes in all", "at least 8 bytes", null);
        }
        byte[] length = new byte[SafeTensorsHeader.LENGTH_BYTES];
        bytes.read(0, length, length.length);
        long headerBytes = littleEndian(length).getLong();
        long largest = Math.min(SafeTensorsHeader.LARGEST_HEADER_BYTES, size - SafeTensorsHeader.LENGTH_BYTES);
        if (headerBytes < 0 || headerBytes > largest) {
            throw SafeTensorsHeader.failure(
                    origin, "the header's length", Long.toUnsignedString(headerBytes), "at most " + largest, null);
        }
        byte[] json = new byte[(int) headerBytes];
        bytes.read(SafeTensorsHeader.LENGTH_BYTES, json, json.length);
        this.dataStart = SafeTensorsHeader.LENGTH_BYTES + headerBytes;
        this.header = new SafeTensorsHeader(json, size - dataStart, origin);
    }

    /**
     * Opens a file. One outside the default file system is read into memory at once.
     *
     * @throws ModelException if it is no regular file, cannot be read or is not valid
     */
    public static SafeTensorsFile open(Path path) {
        String origin = path.toString();
        if (!Files.isRegularFile(path)) {
            String found =
                    Files.isDirectory(path) ? "a folder" : Files.exists(path) ? "a device or pipe" : "no such file";
            throw unreadable(origin, found, null);
        }
        CheckpointBytes bytes = null;
        try {
            bytes = path.getFileSystem() == FileSystems.getDefault()
                    ? new FileBytes(path)
                    : new ArrayBytes(Files.readAllBytes(path));
            return new SafeTensorsFile(bytes, origin);
        } catch (ModelException e) {
            closeQuietly(bytes, e);
            throw e;
        } catch (IOException e) {
            closeQuietly(bytes, e);
            throw unreadable(origin, String.valueOf(e), e);
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
            return new SafeTensorsFile(new ArrayBytes(content), origin);
        } catch (IOException e) {
            throw unreadable(origin, String.valueOf(e), e);
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
     * Reads a tensor and converts it to float32. A thread that is interrupted reads on and stays interrupted.
     *
     * @throws ModelException if it cannot be read
     * @throws ClosedException after {@link #close()}
     */
    @Override
    public Tensor load(String name) {
        SafeTensorsHeader.Entry entry = entry(name);
        int width = entry.type().bytes();
        long elements = (entry.to() - entry.from()) / width;
        if (elements > MAX_ELEMENTS) {
            throw SafeTensorsHeader.failure(
                    origin, "tensor " + name, elements + " elements", "at most " + MAX_ELEMENTS, null);
        }
        requireOpen(name, null);
        float[] values = new float[(int) elements];
        int perPiece = Math.min(values.length, PIECE_BYTES / width);
        byte[] piece = new byte[perPiece * width];
        try {
            for (int done = 0; done < values.length; done += perPiece) {
                int count = Math.min(perPiece, values.length - done);
                bytes.read(dataStart + entry.from() + (long) done * width, piece, count * width);
                entry.type().read(littleEndian(piece), values, done, count);
            }
        } catch (IOException e) {
            requireOpen(name, e);
            throw unreadable(origin, String.valueOf(e), e);
        }
        return Tensor.of(values, entry.shape());
    }

    @Override
    public String origin() {
        return origin;
    }

    /** Closes the file; a second call does nothing. Names, shapes and types stay known. */
    @Override
    public void close() {
        isClosed = true;
        try {
            bytes.close();
        } catch (IOException e) {
            throw unreadable(origin, String.valueOf(e), e);
        }
    }

    private void requireOpen(String name, IOException cause) {
        if (isClosed) {
            throw new ClosedException(
                    new Problem(
                            "tensor " + name + " of " + origin,
                            "a closed file",
                            "reading before close()",
                            "Keep the file open until all tensors are loaded."),
                    cause);
        }
    }

    private SafeTensorsHeader.Entry entry(String name) {
        SafeTensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no tensor " + name + " in " + origin);
        }
        return entry;
    }

    private static ByteBuffer littleEndian(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ModelException unreadable(String origin, String found, Exception cause) {
        return new ModelException(
                new Problem(
                        "reading " + origin, found, "a readable safetensors file", "Check the path and its rights."),
                cause);
    }

    private static void closeQuietly(CheckpointBytes bytes, Exception because) {
        if (bytes != null) {
            try {
                bytes.close();
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }
}
