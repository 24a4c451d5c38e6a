package dev.osediff.network.quantised;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which layers of a network compute in 8 bits, and how their inputs and outputs are quantised. A layer is a convolution or a linear
 * layer; it is named by the checkpoint key of its weight. A layer that is not in the table computes in floating point. Weights
 * need no entry: they are signed 8-bit numbers, symmetric, with one scale per output channel, max |w| / 127. Immutable and
 * thread-safe.
 *
 * @param layers by the checkpoint key of the layer's weight
 */
public record QuantisationTable(Map<String, LayerQuantisation> layers) {
    /** No layer: all compute in floating point. */
    public static final QuantisationTable NONE = new QuantisationTable(Map.of());

    /** Copies the map, sorted by key. */
    public QuantisationTable {
        layers = Collections.unmodifiableMap(new TreeMap<>(layers));
    }

    /** Returns how a layer is quantised; empty if it computes in floating point. */
    public Optional<LayerQuantisation> of(String weight) {
        return Optional.ofNullable(layers.get(weight));
    }

    /** Tells whether no layer is quantised. */
    public boolean isEmpty() {
        return layers.isEmpty();
    }
}
