package dev.osediff.checkpoint;

import dev.osediff.error.OutputException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes safetensors: tensors in the order of their names (wider element types first where they are mixed), data aligned
 * to 64 bytes, equal bytes for equal input.
 */
public final class SafeTensorsWriter {
    private SafeTensorsWriter() {}

    /**
     * Writes a file, under a temporary name first, asking for one tensor at a time: a file of many gigabytes needs the
     * heap of its largest tensor.
     *
     * @param metadata texts for the header, for example {@code format} = {@code pt}
     * @param entries all tensors, in any order
     * @param tensors returns the tensor of a name, of the shape declared; called once for each, in the file's order
     * @return length and SHA-256 of the file
     * @throws OutputException if it cannot be written; an older file of that name is still whole then
     * @throws IllegalArgumentException for two entries of one name, a tensor of another shape than declared, and values
     *     that an integer type cannot hold
     */
    public static WrittenFile write(
            Path path, Map<String, String> metadata, List<TensorEntry> entries, Function<String, Tensor> tensors) {
        SafeTensorsLayout layout = new SafeTensorsLayout(entries, metadata);
        return AtomicOutput.write(path, out -> write(out, layout, tensors));
    }

    /**
     * Writes a file of one element type, under a temporary name first.
     *
     * @param type element type of every tensor; a floating-point type
     * @return length and SHA-256 of the file
     * @throws OutputException if it cannot be written; an older file of that name is still whole then
     * @throws IllegalArgumentException for integers and for a tensor of the reserved name {@code __metadata__}
     */
    public static WrittenFile write(Path path, Map<String, Tensor> tensors, DataType type) {
        SafeTensorsLayout layout = layout(tensors, type);
        return AtomicOutput.write(path, out -> write(out, layout, tensors::get));
    }

    /** Writes to a stream, which stays open. */
    public static void write(OutputStream out, Map<String, Tensor> tensors, DataType type) throws IOException {
        write(out, layout(tensors, type), tensors::get);
    }

    private static SafeTensorsLayout layout(Map<String, Tensor> tensors, DataType type) {
        if (!type.isFloatingPoint()) {
            throw new IllegalArgumentException("weights are not written as integers of type " + type);
        }
        List<TensorEntry> entries = tensors.entrySet().stream()
                .map(tensor ->
                        new TensorEntry(tensor.getKey(), type, tensor.getValue().shape()))
                .toList();
        return new SafeTensorsLayout(entries, Map.of());
    }

    private static void write(OutputStream out, SafeTensorsLayout layout, Function<String, Tensor> tensors)
            throws IOException {
        out.write(layout.header());
        ElementOutput elements = new ElementOutput();
        for (TensorEntry entry : layout.entries()) {
            Tensor tensor = tensors.apply(entry.name());
            if (!Arrays.equals(tensor.shape(), entry.shape())) {
                throw new IllegalArgumentException("tensor " + entry.name() + " was declared with shape "
                        + Arrays.toString(entry.shape()) + " and is " + tensor);
            }
            elements.write(tensor.data(), entry.type(), (bytes, count) -> out.write(bytes, 0, count));
        }
    }
}
