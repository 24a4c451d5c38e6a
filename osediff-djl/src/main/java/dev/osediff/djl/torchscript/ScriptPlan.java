package dev.osediff.djl.torchscript;

import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all scripts of one network have in common: the form of each parameter, chosen for maps {@value #SIDE} times the
 * smallest input where the network takes such, so that scripts of every size share one set of parameters. Immutable.
 */
public final class ScriptPlan {
    private static final int SIDE = 64;

    private final Network network;
    private final boolean bfloat16;
    private final Set<String> tensorNames;
    private final Map<String, ParameterForm> forms;
    private final List<Parameter> parameters;

    private ScriptPlan(Network network, boolean bfloat16, Set<String> tensorNames) {
        this.network = network;
        this.bfloat16 = bfloat16;
        this.tensorNames = tensorNames;
        List<int[]> shapes = new ArrayList<>();
        for (int[] shape : network.exampleShapes()) {
            int[] larger = shape.clone();
            boolean isMap = larger.length == 4 && network.takesLargerMaps();
            for (int axis = 2; axis < larger.length && isMap; axis++) {
                larger[axis] *= SIDE;
            }
            shapes.add(larger);
        }
        Map<String, ParameterForm> chosen = new HashMap<>();
        InferenceScript script = InferenceScript.of(network, shapes, bfloat16, new ScriptWeights(tensorNames, chosen));
        this.forms = Map.copyOf(chosen);
        this.parameters = List.copyOf(script.parameters().values());
    }

    /**
     * Makes a plan.
     *
     * @param bfloat16 whether to compute in bfloat16 instead of float32
     * @param tensorNames names of the parameters that exist, for networks with optional ones
     */
    public static ScriptPlan of(Network network, boolean bfloat16, Set<String> tensorNames) {
        return new ScriptPlan(network, bfloat16, Set.copyOf(tensorNames));
    }

    /**
     * Writes the script for inputs of given shapes.
     *
     * @throws IllegalArgumentException if the network does not take inputs of these shapes
     */
    public InferenceScript script(List<int[]> inputShapes) {
        return InferenceScript.of(network, inputShapes, bfloat16, new ScriptWeights(tensorNames, new HashMap<>(forms)));
    }

    /** Returns the parameters, to be written. */
    public ScriptParameters parameters(TensorSource source) {
        return new ScriptParameters(parameters, source, bfloat16);
    }
}
