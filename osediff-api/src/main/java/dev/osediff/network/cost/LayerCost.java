package dev.osediff.network.cost;

import dev.osediff.network.Network;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What one kind of operation costs in one layer of a network, counted without computing anything. Immutable.
 *
 * @param layer checkpoint path of the parameters that the operations read; where they read none, of the layer before
 * @param kind what the operations are
 * @param multiplyAdds multiply-adds of the products; norms, activations and sums have none
 * @param parameters numbers of the layer's parameters, each counted once in a network
 * @param activationBytes bytes of all float32 results, each written once
 */
public record LayerCost(String layer, Kind kind, long multiplyAdds, long parameters, long activationBytes) {
    /** Kinds of operations. */
    public enum Kind {
        /** Convolutions. */
        CONVOLUTION,
        /** Products of tokens and a weight. */
        LINEAR,
        /** Products of queries and keys, and of their softmax and values. */
        ATTENTION,
        /** Group, layer and RMS norms. */
        NORM,
        /** All else. */
        OTHER
    }

    /**
     * Counts.
     *
     * @param tensorNames names of the parameters that exist, for networks with optional ones
     * @param inputShapes one shape per input name
     * @return the layers in the order of their first operation; their sums are the network's
     */
    public static List<LayerCost> of(
            Network network, Set<String> tensorNames, List<int[]> inputShapes, UpsamplingCount upsampling) {
        CostOps ops = new CostOps(upsampling);
        List<CostOps.Value> inputs = new ArrayList<>(inputShapes.size());
        for (int[] shape : inputShapes) {
            inputs.add(ops.input(shape));
        }
        network.forward(ops, Weights.of(ops.parameters(tensorNames)), inputs);
        return ops.layers();
    }
}
