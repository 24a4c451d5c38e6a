package dev.osediff.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Changes files of a model, so that something is wrong with it. */
final class EditedFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EditedFiles() {}

    /** Sets a field, given as JSON, or takes it away where that is null. */
    static void set(Path file, String field, String json) {
        json(file, root -> {
            if (json == null) {
                root.remove(field);
            } else {
                root.set(field, JSON.valueToTree(parse(json)));
            }
        });
    }

    private static Object parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void json(Path file, Consumer<ObjectNode> edit) {
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
            edit.accept(root);
            Files.write(file, JSON.writeValueAsBytes(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rewrites a safetensors file with other tensors. */
    static void tensors(Path file, Consumer<Map<String, Tensor>> edit) {
        Map<String, Tensor> tensors = new TreeMap<>();
        try (SafeTensorsFile opened = SafeTensorsFile.open(file)) {
            opened.names().forEach(name -> tensors.put(name, opened.load(name)));
        }
        edit.accept(tensors);
        SafeTensorsWriter.write(file, tensors, DataType.F32);
    }

    static void bytes(Path file, Consumer<byte[]> edit) {
        try {
            byte[] content = Files.readAllBytes(file);
            edit.accept(content);
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void text(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a file or a folder with all in it. */
    static void delete(Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
