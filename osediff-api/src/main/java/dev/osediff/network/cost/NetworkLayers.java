package dev.osediff.network.cost;

import dev.osediff.network.Network;
import dev.osediff.network.Weights;
import dev.osediff.network.quantised.Layer;
import dev.osediff.network.quantised.LayerVisitor;
import dev.osediff.network.quantised.VisitedNetwork;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The convolutions and linear layers of a network, found by running it once on the shapes of its smallest input. Immutable.
 *
 * @param keys checkpoint keys of their weights, in the order of their first use
 * @param outer those that read the first input, or whose result is the output, with no other layer between: of networks with a
 *     shortcut around all others, more than two; of one whose sums run from the input to the output, all
 */
public record NetworkLayers(Set<String> keys, Set<String> outer) {
    private static final String WEIGHT = ".weight";

    /**
     * Finds them.
     *
     * @param tensorNames names of the parameters that exist, for networks with optional ones
     */
    public static NetworkLayers of(Network network, Set<String> tensorNames) {
        CostOps ops = new CostOps();
        Set<String> keys = new LinkedHashSet<>();
        LayerVisitor visitor = new LayerVisitor() {
            @Override
            public <T> T visit(Layer<T> layer) {
                keys.add(layer.key());
                return layer.result();
            }
        };
        List<CostOps.Value> inputs = new ArrayList<>();
        for (int[] shape : network.exampleShapes()) {
            inputs.add(inputs.isEmpty() ? ops.tracedInput(shape) : ops.input(shape));
        }
        CostOps.Value output =
                new VisitedNetwork(network, visitor).forward(ops, Weights.of(ops.parameters(tensorNames)), inputs);
        Set<String> ends = new HashSet<>(ops.firstLayers());
        ends.addAll(ops.sources(output));
        Set<String> outer = new LinkedHashSet<>(keys);
        outer.removeIf(
                key -> !ends.contains(key.endsWith(WEIGHT) ? key.substring(0, key.length() - WEIGHT.length()) : key));
        return new NetworkLayers(keys, outer);
    }
}
