package dev.osediff.ort.writer;

import dev.osediff.network.Network;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import dev.osediff.ort.onnx.ElementType;
import dev.osediff.ort.onnx.OnnxConstant;
import dev.osediff.ort.onnx.OnnxModel;
import dev.osediff.ort.onnx.OnnxPort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A network as a graph. Where the graph does not depend on the lengths of the inputs' axes these are left open, so that two
 * input shapes with equal graphs may share one.
 */
public final class WrittenNetwork {
    private final Network network;
    private final Graph graph;
    private final List<Value> inputs;
    private final Value output;

    private WrittenNetwork(Network network, Graph graph, List<Value> inputs, Value output) {
        this.network = network;
        this.graph = graph;
        this.inputs = inputs;
        this.output = output;
    }

    /**
     * Writes a network; no parameter is read.
     *
     * @param parameters give the parameters, as constants that are named by their keys
     * @param arithmetic what it computes in; the parameters' types are as it says
     * @param shapes one per input
     * @throws IllegalArgumentException if the network does not take these shapes
     */
    public static WrittenNetwork of(
            Network network, WeightProvider<Value> parameters, Arithmetic arithmetic, List<int[]> shapes) {
        Graph graph = new Graph(arithmetic.real());
        OnnxOps ops = new OnnxOps(graph, arithmetic.table());
        List<Value> inputs = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Value input = Value.of(network.inputNames().get(i), shapes.get(i));
            inputs.add(input);
            values.add(ops.input(input.name(), input.shape()));
        }
        Value output = ops.output(network.forward(ops, Weights.of(parameters), values));
        return new WrittenNetwork(network, graph, inputs, output);
    }

    /** Returns the parameters that the graph uses, and what it uses that is made of them. */
    public List<Constant> parameters() {
        return graph.parameters();
    }

    /** Returns the graph's file, with each parameter in its place. */
    public OnnxModel model(Function<Constant, Place> places) {
        List<OnnxConstant> constants = new ArrayList<>(graph.inline());
        for (Constant parameter : graph.parameters()) {
            Place place = places.apply(parameter);
            constants.add(OnnxConstant.external(
                    parameter.name(), parameter.type(), place.file(), place.offset(), parameter.shape()));
        }
        return new OnnxModel(
                network.name(),
                graph.nodes(),
                constants,
                inputs.stream().map(this::port).toList(),
                List.of(outputPort()));
    }

    /** The axes of a map but its channels, and the samples of all else, are open unless the graph depends on them. */
    private OnnxPort port(Value input) {
        List<String> axes = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            boolean open = !graph.isSized() && (axis == 0 || axis > 1 && input.rank() == 4);
            axes.add(open ? openAxis(axis, input) : Integer.toString(input.dim(axis)));
        }
        return new OnnxPort(input.name(), ElementType.FLOAT, axes);
    }

    private static String openAxis(int axis, Value input) {
        return axis == 0 ? "samples" : input.name() + (axis == 2 ? "_height" : "_width");
    }

    private OnnxPort outputPort() {
        List<String> axes = IntStream.range(0, output.rank())
                .mapToObj(axis -> graph.isSized() ? Integer.toString(output.dim(axis)) : "output_" + axis)
                .toList();
        return new OnnxPort(output.name(), ElementType.FLOAT, axes);
    }
}
