package dev.osediff.network.cost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up what the operations of each layer cost. Not thread-safe. */
final class LayerLedger {
    private final Map<String, Sums> sums = new LinkedHashMap<>();
    private final Map<String, Long> parameters = new LinkedHashMap<>();
    private final Set<String> counted = new HashSet<>();

    /** The sums of one kind of operation in one layer. */
    private static final class Sums {
        private final String layer;
        private final LayerCost.Kind kind;
        private long multiplyAdds;
        private long activationBytes;

        private Sums(String layer, LayerCost.Kind kind) {
            this.layer = layer;
            this.kind = kind;
        }
    }

    /** Adds a parameter, once however often it is asked for. */
    void parameter(String layer, String path, long elements) {
        if (counted.add(path)) {
            parameters.merge(layer, elements, Long::sum);
        }
    }

    void operation(String layer, LayerCost.Kind kind, long multiplyAdds, long activationBytes) {
        Sums of = sums.computeIfAbsent(kind + " " + layer, key -> new Sums(layer, kind));
        of.multiplyAdds += multiplyAdds;
        of.activationBytes += activationBytes;
    }

    /** Returns the layers; parameters go to the layer's first kind of operation, those of no operation to lines of their own. */
    List<LayerCost> layers() {
        Map<String, Long> left = new LinkedHashMap<>(parameters);
        List<LayerCost> costs = new ArrayList<>();
        for (Sums of : sums.values()) {
            Long own = left.remove(of.layer);
            costs.add(new LayerCost(of.layer, of.kind, of.multiplyAdds, own == null ? 0 : own, of.activationBytes));
        }
        left.forEach((layer, own) -> costs.add(new LayerCost(layer, LayerCost.Kind.OTHER, 0, own, 0)));
        return List.copyOf(costs);
    }
}
