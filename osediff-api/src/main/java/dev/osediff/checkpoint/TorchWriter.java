package dev.osediff.checkpoint;

import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes a dictionary as PyTorch's {@code torch.save} does: a zip archive that {@code torch.load} reads, with
 * {@code weights_only=True} too. Equal bytes for equal input.
 */
public final class TorchWriter {
    private static final String FOLDER = "archive/";
    private static final long MOST_BYTES = 0xFFFF_FFFFL;
    private static final int MOST_TENSORS = 65_000;

    private TorchWriter() {}

    /**
     * Writes a file, under a temporary name first.
     *
     * @param content texts with {@link String}, {@link Integer}, {@link Long}, {@link Double}, {@link Tensor}, lists of
     *     these, and maps of texts with these; the order of the maps is kept
     * @param type element type of every tensor
     * @return length and SHA-256 of the file
     * @throws OutputException if it cannot be written or would have more than 4 GiB; an older file of that name is still
     *     whole then
     * @throws IllegalArgumentException for other values, and for those that an integer type cannot hold
     */
    public static WrittenFile write(Path path, Map<String, ?> content, DataType type) {
        PickleOutput pickle = new PickleOutput(type);
        byte[] pickled = pickle.pickle(content);
        long bytes = ZipOutput.most(pickled.length);
        for (Tensor tensor : pickle.storages()) {
            bytes += ZipOutput.most((long) tensor.data().length * type.bytes());
        }
        if (bytes > MOST_BYTES || pickle.storages().size() > MOST_TENSORS) {
            throw new OutputException(new Problem(
                    "writing " + path,
                    pickle.storages().size() + " tensors in " + bytes + " bytes",
                    "at most " + MOST_TENSORS + " in " + MOST_BYTES,
                    "Write safetensors instead, or a narrower type."));
        }
        return AtomicOutput.write(path, out -> write(out, pickled, pickle.storages(), type));
    }

    private static void write(OutputStream out, byte[] pickled, List<Tensor> storages, DataType type)
            throws IOException {
        ZipOutput zip = new ZipOutput(out);
        writeEntry(zip, out, "data.pkl", pickled);
        writeEntry(zip, out, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        ElementOutput elements = new ElementOutput();
        for (int key = 0; key < storages.size(); key++) {
            float[] values = storages.get(key).data();
            CRC32 crc = new CRC32();
            elements.write(values, type, (bytes, count) -> crc.update(bytes, 0, count));
            zip.begin(FOLDER + "data/" + key, crc.getValue(), (long) values.length * type.bytes());
            elements.write(values, type, (bytes, count) -> out.write(bytes, 0, count));
        }
        writeEntry(zip, out, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        zip.end();
    }

    private static void writeEntry(ZipOutput zip, OutputStream out, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        zip.begin(FOLDER + name, crc.getValue(), content.length);
        out.write(content);
    }
}
