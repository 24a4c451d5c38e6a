package dev.osediff.network.quantised;

import dev.osediff.network.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures what 8 bits cost each layer by itself: the layer computes both ways on the same input, and the network goes on with
 * the floating-point result. Runs must not overlap: not thread-safe.
 */
public final class LayerErrors implements LayerVisitor {
    private final QuantisedLayers quantised;
    private final QuantisationTable table;
    private final Map<String, Power> powers = new LinkedHashMap<>();

    private static final class Power {
        private double signal;
        private double error;
    }

    /** Measures the layers of a table. */
    public LayerErrors(QuantisationTable table) {
        this.table = table;
        this.quantised = new QuantisedLayers(table);
    }

    @Override
    public <T> T visit(Layer<T> layer) {
        T exact = layer.result();
        if (table.of(layer.key()).isPresent()) {
            Tensor expected = layer.ops().read(exact);
            Tensor found = layer.ops().read(quantised.visit(layer));
            Power power = powers.computeIfAbsent(layer.key(), key -> new Power());
            for (int i = 0; i < expected.data().length; i++) {
                double value = expected.data()[i];
                double error = value - found.data()[i];
                power.signal += value * value;
                power.error += error * error;
            }
        }
        return exact;
    }

    /** Returns the ratio of signal to quantisation noise of each layer in decibels; infinite where nothing was rounded. */
    public Map<String, Double> decibels() {
        Map<String, Double> decibels = new LinkedHashMap<>();
        powers.forEach((key, power) -> decibels.put(key, 10 * Math.log10(power.signal / power.error)));
        return decibels;
    }
}
