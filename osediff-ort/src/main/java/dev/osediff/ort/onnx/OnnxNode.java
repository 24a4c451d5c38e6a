package dev.osediff.ort.onnx;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One node of a graph.
 *
 * @param domain set of operators, empty for the standard one
 * @param operator the operator's name
 * @param name unique in the graph
 * @param inputs names of values; an empty name leaves an input out
 * @param outputs names of values
 * @param attributes values are Long, Float, String or long[]
 */
public record OnnxNode(
        String domain,
        String operator,
        String name,
        List<String> inputs,
        List<String> outputs,
        Map<String, Object> attributes) {
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int INTS = 7;

    /** Copies the lists and the map, in their order. */
    public OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = new LinkedHashMap<>(attributes);
    }

    Message message() {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(3, name).text(4, operator);
        attributes.forEach((key, value) -> node.message(5, attribute(key, value)));
        return domain.isEmpty() ? node : node.text(7, domain);
    }

    private static Message attribute(String name, Object value) {
        Message attribute = new Message().text(1, name);
        if (value instanceof Float real) {
            return attribute.real(2, real).integer(20, FLOAT);
        }
        if (value instanceof Long integer) {
            return attribute.integer(3, integer).integer(20, INT);
        }
        if (value instanceof String text) {
            return attribute.bytes(4, text.getBytes(StandardCharsets.UTF_8)).integer(20, STRING);
        }
        if (value instanceof long[] integers) {
            for (long integer : integers) {
                attribute.integer(8, integer);
            }
            return attribute.integer(20, INTS);
        }
        throw new IllegalArgumentException("attribute " + name + " has a value of " + value.getClass());
    }
}
