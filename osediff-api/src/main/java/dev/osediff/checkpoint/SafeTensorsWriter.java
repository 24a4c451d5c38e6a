package dev.osediff.checkpoint;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Writes safetensors: tensors in the order of their names, data aligned to 64 bytes, equal bytes for equal input. */
public final class SafeTensorsWriter {
    private static final int ALIGNMENT = 64;
    private static final int PIECE_BYTES = 1 << 18;
    private static final JsonMapper JSON = new JsonMapper();

    private SafeTensorsWriter() {}

    /**
     * Writes a file, under a temporary name first.
     *
     * @param type element type of every tensor; not {@link DataType#I64}
     * @throws OutputException if it cannot be written; an older file of that name is still whole then
     * @throws IllegalArgumentException for integers and for a tensor of the reserved name {@code __metadata__}
     */
    public static void write(Path path, Map<String, Tensor> tensors, DataType type) {
        Path temporary = path.resolveSibling("." + path.getFileName() + "-" + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
                write(out, tensors, type);
            }
            move(temporary, path);
        } catch (IOException e) {
            deleteQuietly(temporary, e);
            throw new OutputException(
                    new Problem(
                            "writing " + path,
                            String.valueOf(e),
                            "a folder that can be written to",
                            "Check the folder, its rights and the free space."),
                    e);
        } catch (RuntimeException | Error e) {
            deleteQuietly(temporary, e);
            throw e;
        }
    }

    /** Writes to a stream, which stays open. */
    public static void write(OutputStream out, Map<String, Tensor> tensors, DataType type) throws IOException {
        if (type == DataType.I64 || tensors.containsKey(SafeTensorsHeader.METADATA)) {
            throw new IllegalArgumentException(
                    "weights are not integers, and none is named " + SafeTensorsHeader.METADATA);
        }
        Map<String, Tensor> sorted = new TreeMap<>(tensors);
        byte[] header = header(sorted, type);
        ByteBuffer length = ByteBuffer.allocate(SafeTensorsHeader.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putLong(header.length).array());
        out.write(header);
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Tensor tensor : sorted.values()) {
            for (float value : tensor.data()) {
                if (piece.remaining() < type.bytes()) {
                    flush(piece, out);
                }
                type.write(value, piece);
            }
        }
        flush(piece, out);
    }

    private static void flush(ByteBuffer piece, OutputStream out) throws IOException {
        out.write(piece.array(), 0, piece.position());
        piece.clear();
    }

    private static void move(Path temporary, Path path) throws IOException {
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path temporary, Throwable failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static byte[] header(Map<String, Tensor> tensors, DataType type) {
        ObjectNode root = JSON.createObjectNode();
        long at = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = at + (long) entry.getValue().data().length * type.bytes();
            ObjectNode node = root.putObject(entry.getKey()).put("dtype", type.name());
            node.set("shape", JSON.valueToTree(entry.getValue().shape()));
            node.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        StringBuilder text;
        try {
            text = new StringBuilder(JSON.writeValueAsString(root));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        int bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
        text.append(" ".repeat(Math.floorMod(-(bytes + SafeTensorsHeader.LENGTH_BYTES), ALIGNMENT)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
