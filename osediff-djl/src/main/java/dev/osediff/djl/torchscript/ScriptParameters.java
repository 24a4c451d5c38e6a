package dev.osediff.djl.torchscript;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network's parameters as a TorchScript module with one method, which returns them all: in the order and the forms in
 * which {@link InferenceScript}s of any shape ask for them. Immutable.
 */
public final class ScriptParameters {
    /** The method that returns the list of all. */
    public static final String METHOD = "parameters_";

    private final List<Parameter> parameters;
    private final TensorSource source;
    private final boolean bfloat16;

    ScriptParameters(List<Parameter> parameters, TensorSource source, boolean bfloat16) {
        this.parameters = parameters;
        this.source = source;
        this.bfloat16 = bfloat16;
    }

    /** Returns the variables' names in the order of the method's result. */
    public List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }

    /** Returns a bound of the archive's length in bytes. */
    public long bytes() {
        long elements = 0;
        for (Parameter parameter : parameters) {
            elements += Tensor.elements(parameter.form().shape(parameter.shape())) + 512;
        }
        return elements * (bfloat16 ? Short.BYTES : Float.BYTES);
    }

    /** Returns all that the archive depends on but the values. */
    public String describe() {
        return parameters.stream().map(Parameter::describe).collect(Collectors.joining("\n", bfloat16 + "\n", ""));
    }

    /**
     * Writes the archive; holds one parameter at a time.
     *
     * @throws dev.osediff.error.ModelException if a tensor is missing or has another shape
     */
    public void write(OutputStream out) throws IOException {
        List<Attribute> attributes = new ArrayList<>();
        for (Parameter parameter : parameters) {
            attributes.add(new Attribute(
                    parameter.name(),
                    parameter.form().shape(parameter.shape()),
                    parameter.form().strides(parameter.shape()),
                    bfloat16 && !parameter.float32(),
                    () -> parameter.form().arrange(load(parameter))));
        }
        String all = names().stream().map(name -> "self." + name).collect(Collectors.joining(", "));
        String code = "  def " + METHOD + "(self: __torch__.M) -> List[Tensor]:\n    return [" + all + "]\n";
        TorchScriptArchive.write(out, code, attributes);
    }

    private Tensor load(Parameter parameter) {
        return new CheckpointWeights<>(source, tensor -> tensor).fetch(parameter.path(), parameter.shape());
    }
}
