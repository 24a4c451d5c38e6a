package dev.osediff.ort.writer;

import dev.osediff.checkpoint.HalfFloats;
import dev.osediff.network.Tensor;
import dev.osediff.ort.onnx.ElementType;
import dev.osediff.ort.onnx.OnnxConstant;
import dev.osediff.ort.onnx.OnnxModel;
import dev.osediff.ort.onnx.OnnxNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph while it is written: nodes in order, small constants inside, parameters by name. Not thread-safe. */
final class Graph {
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxConstant> inline = new LinkedHashMap<>();
    private final Map<String, Constant> parameters = new LinkedHashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Deque<String> scopes = new ArrayDeque<>();
    private final ElementType real;
    private boolean sized;

    /**
     * Starts an empty graph.
     *
     * @param real type of the values that nodes compute, FLOAT or FLOAT16
     */
    Graph(ElementType real) {
        this.real = real;
    }

    /** Puts what follows under a name, until {@link #leave}. */
    void enter(String scope) {
        scopes.push(scope);
    }

    void leave() {
        scopes.pop();
    }

    /** Notes that the graph depends on the lengths of its inputs' axes, not only on their number of channels. */
    void dependsOnSize() {
        sized = true;
    }

    boolean isSized() {
        return sized;
    }

    /** Returns the open scopes, outermost first, joined by slashes, and a last part. */
    String path(String last) {
        StringBuilder path = new StringBuilder();
        scopes.descendingIterator().forEachRemaining(scope -> path.append(scope).append('/'));
        return path.append(last).toString();
    }

    /** Appends a standard node of one output and returns the output's name. */
    String node(String operator, String name, Map<String, Object> attributes, String... inputs) {
        return node("", operator, name, attributes, inputs);
    }

    /** Appends a node of ONNX Runtime's own operators and returns its output's name. */
    String contributed(String operator, String name, Map<String, Object> attributes, String... inputs) {
        return node(OnnxModel.CONTRIBUTED, operator, name, attributes, inputs);
    }

    private String node(String domain, String operator, String name, Map<String, Object> attributes, String... inputs) {
        int before = uses.merge(name, 1, Integer::sum) - 1;
        String unique = before == 0 ? name : name + "#" + before;
        String output = unique + ":0";
        nodes.add(new OnnxNode(domain, operator, unique, List.of(inputs), List.of(output), attributes));
        return output;
    }

    /** Returns the name of a constant of whole numbers. */
    String integers(long... values) {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        StringBuilder name = new StringBuilder("i");
        for (long value : values) {
            name.append('_').append(value);
        }
        return inline(OnnxConstant.inline(name.toString(), ElementType.INT64, raw.array(), values.length));
    }

    /** Returns the name of a new constant of many whole numbers. */
    String order(String name, int... values) {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            raw.putLong(value);
        }
        String unique = name + "#" + inline.size();
        return inline(OnnxConstant.inline(unique, ElementType.INT64, raw.array(), values.length));
    }

    /** Returns the name of a constant scalar of the graph's type. */
    String scalar(float value) {
        return scalar(real, value);
    }

    /** Returns the name of a constant scalar in float32, whatever the graph's type is. */
    String exactScalar(float value) {
        return scalar(ElementType.FLOAT, value);
    }

    private String scalar(ElementType type, float value) {
        String name = (type == ElementType.FLOAT ? "f_" : "h_") + value;
        return inline(OnnxConstant.inline(name, type, raw(type, value)));
    }

    /** Returns the name of a constant of 8-bit numbers, a scalar if there is one. */
    String bytes(String name, ElementType type, int... values) {
        byte[] raw = new byte[values.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) values[i];
        }
        int[] shape = values.length == 1 && type == ElementType.UINT8 ? new int[0] : new int[] {values.length};
        return inline(OnnxConstant.inline(name, type, raw, shape));
    }

    /** Returns the name of a constant of the graph's type whose values are in the graph. */
    String floats(String name, Tensor values) {
        return inline(OnnxConstant.inline(name, real, raw(real, values.data()), values.shape()));
    }

    /** Returns the name of a constant in float32, whatever the graph's type is. */
    String exactFloats(String name, Tensor values) {
        return inline(
                OnnxConstant.inline(name, ElementType.FLOAT, raw(ElementType.FLOAT, values.data()), values.shape()));
    }

    /** Returns the little-endian bytes of values in a type, FLOAT or FLOAT16. */
    static byte[] raw(ElementType type, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(type.bytes() * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            if (type == ElementType.FLOAT16) {
                raw.putShort(HalfFloats.toFp16(value));
            } else {
                raw.putFloat(value);
            }
        }
        return raw.array();
    }

    boolean isHalf() {
        return real == ElementType.FLOAT16;
    }

    /** Returns a value of the graph's type in float32. */
    String exact(String x, String path) {
        return isHalf() ? cast(x, ElementType.FLOAT, path) : x;
    }

    /** Returns a value in float32 in the graph's type. */
    String rounded(String x, String path) {
        return isHalf() ? cast(x, ElementType.FLOAT16, path) : x;
    }

    private String cast(String x, ElementType to, String path) {
        return node("Cast", path, Map.of("to", (long) to.number()), x);
    }

    private String inline(OnnxConstant constant) {
        inline.putIfAbsent(constant.name(), constant);
        return constant.name();
    }

    /** Returns the name of a parameter, which the graph then has. */
    String parameter(Constant constant) {
        parameters.putIfAbsent(constant.name(), constant);
        return constant.name();
    }

    List<OnnxNode> nodes() {
        return nodes;
    }

    List<OnnxConstant> inline() {
        return List.copyOf(inline.values());
    }

    List<Constant> parameters() {
        return List.copyOf(parameters.values());
    }
}
