package dev.osediff.network.cost;

import dev.osediff.network.Network;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters that a network asks for, found by running it once on the shapes of its smallest input. */
public final class ParameterShapes {
    private ParameterShapes() {}

    /**
     * Lists the parameters in the order of their first use. A parameter that the network needs is listed whether it
     * exists or not, so that a backend can check and read all of them before the first run.
     *
     * @param tensorNames names of the parameters that exist, for networks with optional ones
     * @return full checkpoint key to the shape that the network needs; unmodifiable
     * @throws IllegalArgumentException if the network asks for one parameter in two shapes
     */
    public static Map<String, int[]> of(Network network, Set<String> tensorNames) {
        CostOps ops = new CostOps();
        Recorder recorder = new Recorder(ops.parameters(tensorNames));
        List<CostOps.Value> inputs =
                network.exampleShapes().stream().map(ops::input).toList();
        network.forward(ops, Weights.of(recorder), inputs);
        return Collections.unmodifiableMap(recorder.shapes);
    }

    /** Notes each shape on its way through. */
    private static final class Recorder implements WeightProvider<CostOps.Value> {
        private final WeightProvider<CostOps.Value> provider;
        private final Map<String, int[]> shapes = new LinkedHashMap<>();

        Recorder(WeightProvider<CostOps.Value> provider) {
            this.provider = provider;
        }

        @Override
        public CostOps.Value fetch(String path, int... shape) {
            int[] known = shapes.putIfAbsent(path, shape.clone());
            if (known != null && !Arrays.equals(known, shape)) {
                throw new IllegalArgumentException(
                        path + " was asked for as " + Arrays.toString(known) + " and as " + Arrays.toString(shape));
            }
            return provider.fetch(path, shape);
        }

        @Override
        public boolean has(String path) {
            return provider.has(path);
        }
    }
}
