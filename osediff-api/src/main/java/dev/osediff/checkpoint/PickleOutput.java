package dev.osediff.checkpoint;

import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import dev.osediff.network.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pickles dictionaries, lists, texts, numbers and tensors with protocol 2, as {@code torch.save} does. */
final class PickleOutput {
    private final ByteArrayDataOutput out = ByteStreams.newDataOutput();
    private final List<Tensor> storages = new ArrayList<>();
    private final DataType type;

    /** Creates a pickle whose tensors have one element type. */
    PickleOutput(DataType type) {
        this.type = type;
    }

    /** Pickles the only value and returns the bytes. */
    byte[] pickle(Map<String, ?> content) {
        out.write(0x80);
        out.write(2);
        value(content);
        out.write('.');
        return out.toByteArray();
    }

    /** Returns the tensors that were pickled; the index of each is the key of its storage. */
    List<Tensor> storages() {
        return storages;
    }

    private void value(Object value) {
        if (value instanceof Map<?, ?> map) {
            out.write('}');
            out.write('(');
            map.forEach((key, item) -> {
                value(key);
                value(item);
            });
            out.write('u');
        } else if (value instanceof List<?> list) {
            out.write(']');
            out.write('(');
            list.forEach(this::value);
            out.write('e');
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof Integer number) {
            integer(number);
        } else if (value instanceof Long number) {
            integer(number);
        } else if (value instanceof Double number) {
            out.write('G');
            out.writeDouble(number);
        } else if (value instanceof Tensor tensor) {
            tensor(tensor);
        } else {
            throw new IllegalArgumentException("neither number, text, list, map nor tensor: " + value);
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeInt(Integer.reverseBytes(bytes.length));
        out.write(bytes);
    }

    private void integer(long number) {
        if (number == (int) number) {
            out.write('J');
            out.writeInt(Integer.reverseBytes((int) number));
        } else {
            out.write(0x8a);
            out.write(Long.BYTES);
            out.writeLong(Long.reverseBytes(number));
        }
    }

    private void global(String module, String name) {
        out.write('c');
        out.write((module + '\n' + name + '\n').getBytes(StandardCharsets.US_ASCII));
    }

    private void tensor(Tensor tensor) {
        global("torch._utils", "_rebuild_tensor_v2");
        out.write('(');
        out.write('(');
        text("storage");
        global("torch", TorchTypes.storage(type));
        text(Integer.toString(storages.size()));
        text("cpu");
        integer(tensor.data().length);
        out.write('t');
        out.write('Q');
        integer(0);
        tuple(tensor.shape());
        tuple(denseStride(tensor.shape()));
        out.write(0x89);
        global("collections", "OrderedDict");
        out.write(')');
        out.write('R');
        out.write('t');
        out.write('R');
        storages.add(tensor);
    }

    private void tuple(int[] numbers) {
        out.write('(');
        for (int number : numbers) {
            integer(number);
        }
        out.write('t');
    }

    private static int[] denseStride(int[] shape) {
        int[] stride = new int[shape.length];
        int step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            stride[axis] = step;
            step *= Math.max(shape[axis], 1);
        }
        return stride;
    }
}
