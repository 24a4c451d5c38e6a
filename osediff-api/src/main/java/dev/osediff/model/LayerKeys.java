package dev.osediff.model;

import dev.osediff.network.Network;
import dev.osediff.network.cost.NetworkLayers;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which layers of a model's networks a quantisation may name. Stateless. */
final class LayerKeys {
    private LayerKeys() {}

    /**
     * Returns the checkpoint keys of the convolutions and linear layers by their network's name.
     *
     * @param parameters names of the parameters that exist, by network
     */
    static Map<String, Set<String>> of(Map<Network, Set<String>> parameters) {
        Map<String, Set<String>> keys = new TreeMap<>();
        parameters.forEach((network, names) ->
                keys.put(network.name(), NetworkLayers.of(network, names).keys()));
        return keys;
    }
}
