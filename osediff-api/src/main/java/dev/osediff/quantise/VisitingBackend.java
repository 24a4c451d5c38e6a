package dev.osediff.quantise;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.backend.Speed;
import dev.osediff.backend.Workload;
import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.NetworkLayers;
import dev.osediff.network.quantised.Layer;
import dev.osediff.network.quantised.LayerVisitor;
import dev.osediff.network.quantised.VisitedNetwork;
import dev.osediff.network.tiled.TiledRun;
import java.util.List;
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
    private final Map<String, NetworkLayers> layers = new ConcurrentHashMap<>();

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

    /** Returns the layers of the networks compiled so far, by the network's name. */
    Map<String, NetworkLayers> layers() {
        return Map.copyOf(layers);
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
    public double weightFactor(Precision precision) {
        return engine.weightFactor(precision);
    }

    @Override
    public Speed speed(Workload work) {
        return engine.speed(work);
    }

    @Override
    public Set<Precision> precisions(Device device) {
        return engine.precisions(device);
    }

    @Override
    public void requireSupported(CompileSpec spec) {
        engine.requireSupported(spec);
    }

    /**
     * A network on an engine that is to show its values.
     *
     * @param engine name of the engine
     * @param network on it
     */
    private record Visited(String engine, CompiledNetwork network) implements CompiledNetwork {
        @Override
        public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
            try {
                return network.run(inputs, cancellation);
            } catch (UnsupportedOperationException e) {
                throw new BackendException(noValues(engine), e);
            }
        }

        @Override
        public void runTiles(TiledRun run, Cancellation cancellation) {
            throw new BackendException(new Problem(
                    "measuring layers",
                    "too little memory for a whole calibration picture of at most 512 pixels: tiles in lockstep",
                    "whole pictures",
                    "Give Java more memory (JAVA_OPTS=-Xmx8g), or measure on djl, which has memory of its own."));
        }

        @Override
        public void close() {
            network.close();
        }
    }

    /** Returns what is wrong with an engine that computes whole graphs. */
    static Problem noValues(String engine) {
        return new Problem(
                "measuring layers on " + engine,
                "an engine that runs whole graphs and shows no layer's values",
                "one that computes operation by operation: java or djl",
                "Measure with --backend java or --backend djl; the quantised model runs on every engine.");
    }

    @Override
    public CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec) {
        visitors.put(network.name(), Layer::result);
        layers.put(network.name(), NetworkLayers.of(network, weights.names()));
        LayerVisitor current = new LayerVisitor() {
            @Override
            public <T> T visit(Layer<T> layer) {
                return visitors.get(network.name()).visit(layer);
            }
        };
        return new Visited(name(), engine.compile(new VisitedNetwork(network, current), weights, spec));
    }
}
