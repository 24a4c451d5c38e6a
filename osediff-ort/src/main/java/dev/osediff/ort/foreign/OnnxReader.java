package dev.osediff.ort.foreign;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an ONNX file's outline, field by field; weights are skipped. For one file. */
final class OnnxReader {
    private static final int MOST_NESTING = 32;

    private final CodedInputStream in;
    private final Map<String, Long> opsets = new HashMap<>();
    private final Set<String> operators = new HashSet<>();
    private final Set<String> external = new HashSet<>();
    private final Set<String> constants = new HashSet<>();
    private final List<OnnxContent.Port> inputs = new ArrayList<>();
    private final List<OnnxContent.Port> outputs = new ArrayList<>();
    private int nesting;
    private boolean hasGraph;

    private OnnxReader(CodedInputStream in) {
        this.in = in;
    }

    /** Reads a field of a message; true if it took the field's value. */
    @FunctionalInterface
    private interface Field {
        boolean read(int number) throws IOException;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidProtocolBufferException if it is cut, or not in this format
     * @throws IOException if it cannot be read
     */
    static OnnxContent read(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            OnnxReader reader = new OnnxReader(CodedInputStream.newInstance(stream));
            reader.fields(reader::model);
            if (!reader.hasGraph) {
                throw new InvalidProtocolBufferException("there is no graph in it");
            }
            reader.inputs.removeIf(port -> reader.constants.contains(port.name()));
            return new OnnxContent(
                    Map.copyOf(reader.opsets),
                    Set.copyOf(reader.operators),
                    Set.copyOf(reader.external),
                    List.copyOf(reader.inputs),
                    List.copyOf(reader.outputs));
        }
    }

    private void fields(Field field) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean taken = WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_END_GROUP
                    && field.read(WireFormat.getTagFieldNumber(tag));
            if (!taken && !in.skipField(tag)) {
                throw new InvalidProtocolBufferException("an end of something that has not begun");
            }
        }
    }

    /** Reads a message inside another one. */
    private boolean message(Field field) throws IOException {
        if (++nesting > MOST_NESTING) {
            throw new InvalidProtocolBufferException("more than " + MOST_NESTING + " levels of nesting");
        }
        int limit = in.pushLimit(in.readRawVarint32());
        fields(field);
        in.popLimit(limit);
        nesting--;
        return true;
    }

    private boolean model(int number) throws IOException {
        return switch (number) {
            case 7 -> {
                hasGraph = true;
                yield message(field -> graph(field, true));
            }
            case 8 -> opset();
            default -> false;
        };
    }

    private boolean opset() throws IOException {
        String[] domain = {""};
        long[] version = {0};
        message(field -> {
            if (field == 1) {
                domain[0] = in.readString();
            } else if (field == 2) {
                version[0] = in.readInt64();
            }
            return field == 1 || field == 2;
        });
        opsets.put(domain[0], version[0]);
        return true;
    }

    private boolean graph(int number, boolean outermost) throws IOException {
        return switch (number) {
            case 1 -> node();
            case 5 -> message(field -> tensor(field, outermost));
            case 15 -> message(field -> (field == 1 || field == 2) && message(inner -> tensor(inner, false)));
            case 11 -> outermost && inputs.add(port());
            case 12 -> outermost && outputs.add(port());
            default -> false;
        };
    }

    private boolean node() throws IOException {
        String[] parts = {"", ""};
        message(field -> switch (field) {
            case 4 -> {
                parts[1] = in.readString();
                yield true;
            }
            case 7 -> {
                parts[0] = in.readString();
                yield true;
            }
            case 5 -> message(this::attribute);
            default -> false;
        });
        operators.add(parts[0] + ":" + parts[1]);
        return true;
    }

    /** Subgraphs and tensors hide in attributes. */
    private boolean attribute(int number) throws IOException {
        return switch (number) {
            case 5, 10 -> message(field -> tensor(field, false));
            case 6, 11 -> message(field -> graph(field, false));
            default -> false;
        };
    }

    private boolean tensor(int number, boolean constant) throws IOException {
        return switch (number) {
            case 8 -> {
                String name = in.readString();
                yield !constant || constants.add(name) || true;
            }
            case 13 -> externalEntry();
            default -> false;
        };
    }

    private boolean externalEntry() throws IOException {
        String[] entry = {"", ""};
        message(field -> {
            if (field == 1 || field == 2) {
                entry[field - 1] = in.readString();
            }
            return field == 1 || field == 2;
        });
        if (entry[0].equals("location")) {
            external.add(entry[1]);
        }
        return true;
    }

    private OnnxContent.Port port() throws IOException {
        String[] name = {""};
        int[] type = {0};
        List<Long> axes = new ArrayList<>();
        message(field -> switch (field) {
            case 1 -> {
                name[0] = in.readString();
                yield true;
            }
            case 2 -> message(kind -> kind == 1 && message(inner -> tensorType(inner, type, axes)));
            default -> false;
        });
        return new OnnxContent.Port(name[0], type[0], List.copyOf(axes));
    }

    private boolean tensorType(int number, int[] type, List<Long> axes) throws IOException {
        return switch (number) {
            case 1 -> {
                type[0] = in.readInt32();
                yield true;
            }
            case 2 -> message(field -> field == 1 && axis(axes));
            default -> false;
        };
    }

    private boolean axis(List<Long> axes) throws IOException {
        long[] length = {OnnxContent.OPEN};
        message(field -> {
            if (field == 1) {
                length[0] = in.readInt64();
            }
            return field == 1;
        });
        return axes.add(length[0]);
    }
}
