package dev.osediff;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.backend.Speed;
import dev.osediff.backend.Workload;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Another backend that notes which networks are compiled.
 *
 * @param engine does the work
 * @param compiled names of the networks, in order
 */
record CountingBackend(Backend engine, List<String> compiled) implements Backend {
    CountingBackend(Backend engine) {
        this(engine, new CopyOnWriteArrayList<>());
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Speed speed(Workload work) {
        return engine.speed(work);
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
    public Set<Precision> precisions(Device device) {
        return engine.precisions(device);
    }

    @Override
    public CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec) {
        compiled.add(network.name());
        return engine.compile(network, weights, spec);
    }
}
