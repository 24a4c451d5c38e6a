package dev.osediff.ort.backend;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileCache;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.RunGate;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.ort.writer.Arithmetic;
import java.util.List;

/** A network with its parameters in files, and sessions for the input shapes that it has met. Thread-safe. */
final class OrtNetwork implements CompiledNetwork {
    private final Network network;
    private final SessionPool sessions;
    private final RunGate gate;

    /**
     * Checks every parameter's shape, and reads them all unless the cache has graphs of these weights: those hold the weights
     * themselves.
     */
    OrtNetwork(Network network, TensorSource source, CompileSpec spec) {
        this.network = network;
        NetworkFiles files = new NetworkFiles(
                network,
                source,
                Arithmetic.of(spec.precision(), spec.quantisation()),
                spec.cache().map(CompileCache::folder).orElse(null));
        try {
            files.check();
            if (spec.cache().isEmpty() || !new GraphCache(spec.cache().get()).hasEntries()) {
                files.require();
            }
        } catch (RuntimeException | Error e) {
            files.close();
            throw e;
        }
        this.sessions = new SessionPool(files, spec);
        this.gate = new RunGate(network.name(), sessions::close);
    }

    @Override
    public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
        if (inputs.size() != network.inputNames().size()) {
            throw new IllegalArgumentException(
                    network.name() + " takes " + network.inputNames() + ", found " + inputs.size() + " inputs");
        }
        return gate.run(() -> {
            cancellation.throwIfCancelled();
            List<int[]> shapes = inputs.stream().map(Tensor::shape).toList();
            try (SessionPool.Lease lease = sessions.lease(shapes)) {
                cancellation.throwIfCancelled();
                return lease.session().run(network, inputs, lease.frees(), cancellation);
            }
        });
    }

    @Override
    public void close() {
        gate.close();
    }
}
