package dev.osediff.quantise;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import dev.osediff.network.quantised.Layer;
import dev.osediff.network.quantised.LayerVisitor;
import dev.osediff.network.quantised.VisitedNetwork;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An engine whose networks' layers are seen by visitors, which may change between runs. Runs must not overlap where visitors
 * are not thread-safe.
 */
final class VisitingBackend implements Backend {
    private final Backend engine;
    private final Map<String, LayerVisitor> visitors = new ConcurrentHashMap<>();

    /**
     * Wraps an engine that computes operation by operation.
     *
     * @param engine does the work
     */
    VisitingBackend(Backend engine) {
        this.engine = engine;
    }

    /** Sets who sees the layers of the networks compiled so far, by the network's name; the others compute as usual. */
    void visit(Map<String, ? extends LayerVisitor> byNetwork) {
        visitors.keySet().forEach(name -> visitors.put(name, Layer::result));
        visitors.putAll(byNetwork);
    }

    /** Returns the names of the networks compiled so far. */
    Set<String> networks() {
        return new TreeMap<>(visitors).keySet();
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Availability availability() {
        return engine.availability();
    }

    @Override
    public boolean usesJavaHeap() {
        return engine.usesJavaHeap();
    }

    @Override
    public double activationFactor() {
        return engine.activationFactor();
    }

    @Override
    public Set<Precision> precisions(Device device) {
        return engine.precisions(device);
    }

    @Override
    public CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec) {
        visitors.put(network.name(), Layer::result);
        LayerVisitor current = new LayerVisitor() {
            @Override
            public <T> T visit(Layer<T> layer) {
                return visitors.get(network.name()).visit(layer);
            }
        };
        return engine.compile(new VisitedNetwork(network, current), weights, spec);
    }
}
