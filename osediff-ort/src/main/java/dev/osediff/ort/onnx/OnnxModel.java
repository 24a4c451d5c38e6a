package dev.osediff.ort.onnx;

import java.util.List;

/**
 * A whole model: one graph and the versions of the operators it uses.
 *
 * @param name of the graph
 * @param nodes in an order in which each value is made before it is used
 * @param constants named tensors
 * @param inputs of the graph
 * @param outputs of the graph
 */
public record OnnxModel(
        String name,
        List<OnnxNode> nodes,
        List<OnnxConstant> constants,
        List<OnnxPort> inputs,
        List<OnnxPort> outputs) {
    /** Version of the standard operators that graphs use. */
    public static final int OPSET = 21;

    /** Domain of ONNX Runtime's own operators. */
    public static final String CONTRIBUTED = "com.microsoft";

    private static final int IR_VERSION = 10;

    /** Copies the lists. */
    public OnnxModel {
        nodes = List.copyOf(nodes);
        constants = List.copyOf(constants);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Returns the file's bytes, without those that are in files beside it. */
    public byte[] toBytes() {
        Message graph = new Message();
        nodes.forEach(node -> graph.message(1, node.message()));
        graph.text(2, name);
        constants.forEach(constant -> graph.message(5, constant.message()));
        inputs.forEach(input -> graph.message(11, input.message()));
        outputs.forEach(output -> graph.message(12, output.message()));
        return new Message()
                .integer(1, IR_VERSION)
                .text(2, "osediff")
                .message(7, graph)
                .message(8, opset("", OPSET))
                .message(8, opset(CONTRIBUTED, 1))
                .toBytes()
                .toByteArray();
    }

    private static Message opset(String domain, int version) {
        return new Message().text(1, domain).integer(2, version);
    }
}
