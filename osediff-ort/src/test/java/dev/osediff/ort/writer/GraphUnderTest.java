package dev.osediff.ort.writer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.osediff.network.Tensor;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.ort.onnx.ElementType;
import dev.osediff.ort.onnx.OnnxConstant;
import dev.osediff.ort.onnx.OnnxModel;
import dev.osediff.ort.onnx.OnnxNode;
import dev.osediff.ort.onnx.OnnxPort;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph that grows while a test writes it; any of its values can be computed by the engine. */
final class GraphUnderTest implements AutoCloseable {
    private static final OrtEnvironment ENVIRONMENT =
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "osediff");

    private final ElementType real;
    private final Graph graph;
    private final OnnxOps ops;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private int constants;

    /** Starts a graph in float32. */
    GraphUnderTest() {
        this(ElementType.FLOAT);
    }

    /** Starts a graph that computes in a type. */
    GraphUnderTest(ElementType real) {
        this.real = real;
        this.graph = new Graph(real);
        this.ops = new OnnxOps(graph, QuantisationTable.NONE);
    }

    OnnxOps ops() {
        return ops;
    }

    /** Adds an input of the graph. */
    Value input(Tensor value) {
        String name = "x" + inputs.size();
        inputs.put(name, value);
        return ops.input(name, value.shape());
    }

    /** Adds a parameter of the graph. */
    Value parameter(Tensor value) {
        return Value.of(new Constant("p" + constants++ + ".weight", value.shape(), real, () -> value));
    }

    /** Returns the operators of the nodes so far. */
    List<String> operators() {
        return graph.nodes().stream().map(OnnxNode::operator).toList();
    }

    /** Convolves by Winograd's filtering with a limit of bytes. */
    Tensor winograd(long bytes, boolean doubles, Tensor x, Tensor weight, int height, int width) {
        Winograd winograd = new Winograd(graph, bytes);
        Constant filters = new Constant("w.weight", weight.shape(), () -> weight);
        String name = input(x).name();
        String map = doubles
                ? winograd.doubleAndConvolve(name, filters, height, width, "w")
                : winograd.convolve(name, filters, height, width, "w");
        return compute(Value.of(map, 1, weight.dim(0), height, width));
    }

    /** Runs all that was written, and returns one value. */
    Tensor compute(Value value) {
        // An input or constant is no output of a node.
        graph.node("Identity", "result", Map.of(), ops.used(ops.output(value)));
        String result = graph.nodes().get(graph.nodes().size() - 1).outputs().get(0);
        List<OnnxConstant> constants = new ArrayList<>(graph.inline());
        graph.parameters().forEach(p -> constants.add(inline(p)));
        OnnxModel model = new OnnxModel(
                "test",
                graph.nodes(),
                constants,
                inputs.entrySet().stream()
                        .map(e -> port(e.getKey(), e.getValue().shape()))
                        .toList(),
                List.of(port(result, value.shape())));
        Map<String, OnnxTensor> values = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setIntraOpNumThreads(1);
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                long[] shape =
                        Arrays.stream(input.getValue().shape()).asLongStream().toArray();
                FloatBuffer data = FloatBuffer.wrap(input.getValue().data());
                values.put(input.getKey(), OnnxTensor.createTensor(ENVIRONMENT, data, shape));
            }
            try (OrtSession session = ENVIRONMENT.createSession(model.toBytes(), options);
                    OrtSession.Result found = session.run(values)) {
                OnnxTensor output = (OnnxTensor) found.get(0);
                int[] shape = Arrays.stream(output.getInfo().getShape())
                        .mapToInt(Math::toIntExact)
                        .toArray();
                return Tensor.of(output.getFloatBuffer().array(), shape);
            }
        } catch (OrtException e) {
            throw new AssertionError("the engine refused the graph", e);
        } finally {
            values.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxConstant inline(Constant constant) {
        byte[] raw = Graph.raw(constant.type(), constant.values().get().data());
        return OnnxConstant.inline(constant.name(), constant.type(), raw, constant.shape());
    }

    private static OnnxPort port(String name, int[] shape) {
        return new OnnxPort(
                name,
                ElementType.FLOAT,
                Arrays.stream(shape).mapToObj(Integer::toString).toList());
    }

    @Override
    public void close() {
        inputs.clear();
    }
}
