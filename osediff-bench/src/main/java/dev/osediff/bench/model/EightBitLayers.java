package dev.osediff.bench.model;

import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.NetworkLayers;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.quantised.LayerQuantisation;
import dev.osediff.network.quantised.Quantisation;
import dev.osediff.network.quantised.QuantisationTable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chooses the layers that are timed in 8 bits: all convolutions and linear layers but those that read or write very few channels
 * (the first and the last). Their ranges are one guess for all, ±8: times do not depend on it, pictures would.
 */
final class EightBitLayers {
    private static final int LEAST_CHANNELS = 16;
    private static final Quantisation RANGE = Quantisation.ofRange(-8, 8);

    private EightBitLayers() {}

    static QuantisationTable of(Network network, TensorSource weights) {
        Map<String, LayerQuantisation> layers = new TreeMap<>();
        Set<String> products = NetworkLayers.of(network, weights.names()).keys();
        ParameterShapes.of(network, weights.names()).forEach((name, shape) -> {
            if (products.contains(name) && shape[0] >= LEAST_CHANNELS && shape[1] >= LEAST_CHANNELS) {
                layers.put(name, new LayerQuantisation(RANGE, RANGE));
            }
        });
        return new QuantisationTable(layers);
    }
}
