package dev.osediff.quantise;

import dev.osediff.network.cost.NetworkLayers;
import dev.osediff.network.quantised.LayerQuantisation;
import dev.osediff.network.quantised.QuantisationTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Levels of all layers of a model, by network and key, in the order of the networks. Immutable.
 *
 * @param levels as they were measured
 * @param layers of the same networks
 */
record LayerTables(Map<String, Map<String, LayerQuantisation>> levels, Map<String, NetworkLayers> layers) {
    /** A layer of a network. */
    record Key(String network, String layer) {}

    /** Returns all layers in order. */
    List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        levels.forEach((network, layers) -> layers.keySet().forEach(layer -> keys.add(new Key(network, layer))));
        return keys;
    }

    /** Tells whether a layer is a first or a last of its network. */
    boolean isOuter(Key key) {
        return layers.get(key.network()).outer().contains(key.layer());
    }

    /** Returns the tables with some layers. */
    Map<String, QuantisationTable> only(Collection<Key> chosen) {
        return tables(chosen::contains);
    }

    /** Returns the tables with all layers. */
    Map<String, QuantisationTable> all() {
        return tables(key -> true);
    }

    private Map<String, QuantisationTable> tables(Predicate<Key> chosen) {
        Map<String, QuantisationTable> tables = new LinkedHashMap<>();
        levels.forEach((network, layers) -> {
            Map<String, LayerQuantisation> kept = new LinkedHashMap<>(layers);
            kept.keySet().removeIf(layer -> !chosen.test(new Key(network, layer)));
            tables.put(network, new QuantisationTable(kept));
        });
        return tables;
    }
}
