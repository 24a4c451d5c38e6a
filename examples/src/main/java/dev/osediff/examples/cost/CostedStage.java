package dev.osediff.examples.cost;

import dev.osediff.network.Network;
import dev.osediff.network.cost.LayerCost;
import dev.osediff.network.cost.NetworkCost;
import dev.osediff.network.cost.UpsamplingCount;
import java.util.List;
import java.util.Set;

/**
 * One network of a model on inputs of given shapes.
 *
 * @param name of the stage
 * @param network the computation
 * @param tensorNames parameters that exist, for networks with optional ones
 * @param inputShapes one per input
 */
record CostedStage(String name, Network network, Set<String> tensorNames, List<int[]> inputShapes) {
    /** Returns the costs of its layers. */
    List<LayerCost> layers(UpsamplingCount upsampling) {
        return LayerCost.of(network, tensorNames, inputShapes, upsampling);
    }

    /** Returns the most bytes of activations alive at one time. */
    long peakBytes() {
        return NetworkCost.of(network, tensorNames, inputShapes).peakActivationBytes();
    }
}
