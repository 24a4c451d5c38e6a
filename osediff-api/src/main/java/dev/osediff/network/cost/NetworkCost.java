package dev.osediff.network.cost;

import dev.osediff.network.Network;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Work and memory of one run of a network on inputs of given shapes, counted without computing anything. Immutable.
 *
 * @param multiplyAdds multiply-adds of all products (convolutions, linear layers, attention)
 * @param peakActivationBytes most bytes of float32 values that are alive at one time, from an operation's result to its
 *     last use; inputs count, weights and an engine's scratch do not
 */
public record NetworkCost(long multiplyAdds, long peakActivationBytes) {
    /**
     * Counts.
     *
     * @param tensorNames names of the parameters that exist, for networks with optional ones
     * @param inputShapes one shape per input name
     */
    public static NetworkCost of(Network network, Set<String> tensorNames, List<int[]> inputShapes) {
        CostOps ops = new CostOps();
        List<CostOps.Value> inputs = new ArrayList<>(inputShapes.size());
        for (int[] shape : inputShapes) {
            inputs.add(ops.input(shape));
        }
        CostOps.Value output = network.forward(ops, Weights.of(ops.parameters(tensorNames)), inputs);
        return new NetworkCost(ops.multiplyAdds(), ops.peakBytes(output));
    }
}
