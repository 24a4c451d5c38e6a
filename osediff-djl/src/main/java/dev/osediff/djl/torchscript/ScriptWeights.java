package dev.osediff.djl.torchscript;

import dev.osediff.network.WeightProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Answers a network's questions for parameters with variables, named by the checkpoint's paths. Serves one thread. */
final class ScriptWeights implements WeightProvider<ScriptValue> {
    private final Set<String> tensorNames;
    private final Map<String, ParameterForm> forms;
    private final Map<String, Parameter> byName = new HashMap<>();

    /**
     * Starts without any.
     *
     * @param tensorNames those that exist, for networks with optional ones
     * @param forms the forms that are chosen already, by path; receives those that are chosen now
     */
    ScriptWeights(Set<String> tensorNames, Map<String, ParameterForm> forms) {
        this.tensorNames = tensorNames;
        this.forms = forms;
    }

    @Override
    public ScriptValue fetch(String path, int... shape) {
        return named(new Parameter(identifier(path), path, ParameterForm.PLAIN, shape.clone(), false));
    }

    @Override
    public boolean has(String path) {
        return tensorNames.contains(path);
    }

    /** Tells whether a value is a parameter and not computed. */
    boolean isParameter(ScriptValue value) {
        return byName.containsKey(value.name());
    }

    /** Returns the form of a parameter: the one chosen before, or this. */
    ParameterForm form(ScriptValue plain, ParameterForm preferred) {
        return forms.computeIfAbsent(byName.get(plain.name()).path(), path -> preferred);
    }

    /** Returns a parameter in another form. */
    ScriptValue in(ParameterForm form, ScriptValue plain) {
        Parameter parameter = byName.get(plain.name());
        return named(new Parameter(plain.name() + form.suffix(), parameter.path(), form, parameter.shape(), false));
    }

    /** Returns a parameter in another form, float32 in scripts of every type. */
    ScriptValue inFloat32(ParameterForm form, ScriptValue plain) {
        Parameter parameter = byName.get(plain.name());
        String name = plain.name() + form.suffix() + "_float32";
        return named(new Parameter(name, parameter.path(), form, parameter.shape(), true));
    }

    Map<String, Parameter> byName() {
        return byName;
    }

    private ScriptValue named(Parameter parameter) {
        Parameter known = byName.putIfAbsent(parameter.name(), parameter);
        if (known != null && !known.describe().equals(parameter.describe())) {
            throw new IllegalArgumentException(
                    "one variable for " + known.describe() + " and for " + parameter.describe());
        }
        return new ScriptValue(parameter.name(), parameter.form().shape(parameter.shape()));
    }

    /** Two letters in front keep clear of the language's words and of computed variables. */
    private static String identifier(String path) {
        return "w_" + path.replaceAll("[^A-Za-z0-9_]", "_");
    }
}
