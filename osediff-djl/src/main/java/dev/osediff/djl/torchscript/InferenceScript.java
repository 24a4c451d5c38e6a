package dev.osediff.djl.torchscript;

import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network's forward pass for inputs of given shapes as TorchScript: methods to be called one after another, whose
 * parameters are arguments, so that scripts of several shapes share one {@link ScriptParameters}. Immutable.
 */
public final class InferenceScript {
    private final List<String> inputs;
    private final List<Segment> segments;
    private final List<Tensor> constants;
    private final String code;
    private final String result;
    private final Map<String, Parameter> parameters;

    private InferenceScript(
            List<String> inputs,
            List<Segment> segments,
            List<Tensor> constants,
            String code,
            String result,
            Map<String, Parameter> parameters) {
        this.inputs = inputs;
        this.segments = segments;
        this.constants = constants;
        this.code = code;
        this.result = result;
        this.parameters = parameters;
    }

    /** Writes the script for inputs of given shapes. */
    static InferenceScript of(Network network, List<int[]> inputShapes, boolean bfloat16, ScriptWeights weights) {
        InferenceOps ops = new InferenceOps(bfloat16, weights);
        List<String> inputs = new ArrayList<>();
        List<ScriptValue> values = new ArrayList<>();
        for (int[] shape : inputShapes) {
            String name = "x" + inputs.size();
            inputs.add(name);
            values.add(ops.input(name, shape));
        }
        ScriptValue result = ops.output(network.forward(ops, Weights.of(weights), values));
        StringBuilder methods = new StringBuilder();
        List<Segment> segments = Segmenter.cut(
                ops.script(), new LinkedHashSet<>(inputs), result.name(), weights.byName()::containsKey, methods);
        Map<String, Parameter> used = new TreeMap<>();
        for (Segment segment : segments) {
            for (String name : segment.arguments()) {
                if (weights.byName().containsKey(name)) {
                    used.put(name, weights.byName().get(name));
                }
            }
        }
        String code = methods + InferenceOps.functions();
        return new InferenceScript(List.copyOf(inputs), segments, ops.constants(), code, result.name(), used);
    }

    /** Returns the variables that the first segments take. */
    public List<String> inputs() {
        return inputs;
    }

    /** Returns the methods in the order of their calls. */
    public List<Segment> segments() {
        return segments;
    }

    /** Returns the variable that is the network's output, float32 and row-major. */
    public String result() {
        return result;
    }

    Map<String, Parameter> parameters() {
        return parameters;
    }

    /** Returns the archive, without parameters. */
    public byte[] archive() {
        return TorchScriptArchive.bytes(code, constants);
    }
}
