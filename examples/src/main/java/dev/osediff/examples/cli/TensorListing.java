package dev.osediff.examples.cli;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Lists tensors: name, type, shape, and how many there are of each type. */
final class TensorListing {
    private final Consumer<String> out;

    TensorListing(Consumer<String> out) {
        this.out = out;
    }

    /** Lists a file with types and totals. */
    void print(SafeTensorsFile file) {
        Map<DataType, Long> bytes = new EnumMap<>(DataType.class);
        for (String name : new TreeSet<>(file.names())) {
            int[] shape = file.shape(name);
            out.accept(String.format(Locale.ROOT, "%-72s %-4s %s", name, file.type(name), Arrays.toString(shape)));
            bytes.merge(
                    file.type(name), Tensor.elements(shape) * file.type(name).bytes(), Long::sum);
        }
        List<String> sizes = new ArrayList<>();
        bytes.forEach((type, size) -> sizes.add(type + " " + ByteSize.text(size)));
        out.accept("total: " + totals(file) + ", " + String.join(", ", sizes));
    }

    /** Lists names and shapes. */
    void rows(String prefix, TensorSource source) {
        for (String name : new TreeSet<>(source.names())) {
            out.accept(String.format(Locale.ROOT, "%-72s %s", prefix + name, Arrays.toString(source.shape(name))));
        }
    }

    /** Returns how many tensors and parameters there are. */
    static String totals(TensorSource source) {
        long parameters = source.names().stream()
                .mapToLong(name -> Tensor.elements(source.shape(name)))
                .sum();
        return String.format(
                Locale.ROOT, "%d tensors, %,d parameters", source.names().size(), parameters);
    }
}
