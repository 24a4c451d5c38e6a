package dev.osediff.bench.model;

import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.NetworkCost;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.quantised.QuantisationTable;
import java.util.List;

/**
 * One network with its parameters.
 *
 * @param name of the stage
 * @param network the computation
 * @param weights its parameters
 */
public record BenchPart(String name, Network network, TensorSource weights) {
    /** Returns the number of its parameters. */
    public long parameters() {
        return ParameterShapes.of(network, weights.names()).values().stream()
                .mapToLong(Tensor::elements)
                .sum();
    }

    /** Returns work and memory of one run. */
    public NetworkCost cost(List<int[]> inputShapes) {
        return NetworkCost.of(network, weights.names(), inputShapes);
    }

    /** Prepares it; in 8 bits all layers of {@link EightBitLayers} are quantised. */
    public CompiledNetwork compile(Engine engine) {
        boolean quantised = engine.spec().precision() == Precision.INT8;
        QuantisationTable table = quantised ? EightBitLayers.of(network, weights) : QuantisationTable.NONE;
        return engine.compile(name, network, weights, table);
    }
}
